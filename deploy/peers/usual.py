"""The service that a team would usually write: FastAPI, pydantic models, a token look-up, and unnest for each table."""

import os
from contextlib import asynccontextmanager
from datetime import date, datetime, timezone
from hashlib import sha256
from typing import Annotated, Literal, Union
from uuid import UUID

import asyncpg
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

Score = Annotated[int, Field(ge=0, le=10)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Moment(Strict):
    at: datetime
    timeZone: str
    day: date


class LoggedSet(Strict):
    reps: Annotated[int, Field(ge=0, le=1000)] | None = None
    holdSeconds: Annotated[int, Field(ge=0, le=3600)] | None = None
    durationSeconds: Annotated[int, Field(ge=0, le=14400)] | None = None
    loadGrams: Annotated[int, Field(ge=0, le=500000)] | None = None


class LoggedItem(Strict):
    exercise: Annotated[str, Field(max_length=80)]
    sets: Annotated[list[LoggedSet], Field(max_length=10)]
    skippedReason: Annotated[str, Field(max_length=4000)] | None = None
    abandonedReason: Literal["pain", "fatigue", "time", "equipment", "other"] | None = None
    difficulty: Annotated[int, Field(ge=-2, le=2)] | None = None


class SessionLog(Strict):
    planRevision: Annotated[int, Field(ge=1)] | None = None
    moment: Moment
    items: Annotated[list[LoggedItem], Field(min_length=1, max_length=60)]
    effort: Score | None = None
    painDuring: Score | None = None
    note: Annotated[str, Field(max_length=4000)] | None = None


class CheckIn(Strict):
    moment: Moment
    about: Literal["now", "during", "after", "next_morning", "worst_24h", "avg_7d"]
    pain: Score
    site: Annotated[str, Field(max_length=80)] | None = None
    aspect: Literal["inner", "outer", "front", "back"] | None = None
    stiffness: Score | None = None
    swelling: bool | None = None
    redFlags: list[str] = []
    note: Annotated[str, Field(max_length=4000)] | None = None


class RunLog(Strict):
    moment: Moment
    distanceMeters: Annotated[int, Field(ge=1, le=500000)]
    durationSeconds: Annotated[int, Field(ge=1, le=604800)]
    surface: Literal["track", "treadmill", "road", "grass", "trail"] | None = None
    terrain: Literal["flat", "rolling", "hilly", "uneven"] | None = None
    shoe: UUID | None = None
    effort: Score | None = None
    painDuring: Score | None = None
    note: Annotated[str, Field(max_length=4000)] | None = None


class Change(Strict):
    seq: Annotated[int, Field(ge=1)]
    op: Literal["insert"]
    row: UUID
    base: int | None = None


class SessionChange(Change):
    kind: Literal["session_log"]
    body: SessionLog


class CheckInChange(Change):
    kind: Literal["check_in"]
    body: CheckIn


class RunChange(Change):
    kind: Literal["run_log"]
    body: RunLog


Mutation = Annotated[Union[SessionChange, CheckInChange, RunChange], Field(discriminator="kind")]


class Slice(Strict):
    chart: UUID
    mutations: Annotated[list[Mutation], Field(min_length=1, max_length=200)]


class Push(Strict):
    device: UUID
    schema_: Annotated[int, Field(alias="schema")]
    clientTime: datetime
    charts: Annotated[list[Slice], Field(min_length=1, max_length=20)]


class Outcome(BaseModel):
    seq: int
    status: str
    version: int


class SliceAnswer(BaseModel):
    chart: UUID
    lastSeq: int
    outcomes: list[Outcome]


class Answer(BaseModel):
    charts: list[SliceAnswer]


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["PEER_DATABASE"], min_size=16, max_size=16)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)

SESSIONS = """INSERT INTO peer.session_log SELECT $1, * FROM unnest(
    $2::uuid[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::text[], $7::date[], $8::smallint[], $9::smallint[],
    $10::text[])"""
ITEMS = """INSERT INTO peer.session_item SELECT $1, * FROM unnest(
    $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::smallint[])"""
SETS = """INSERT INTO peer.session_set SELECT $1, * FROM unnest(
    $2::uuid[], $3::smallint[], $4::smallint[], $5::smallint[])"""
CHECK_INS = """INSERT INTO peer.check_in SELECT $1, * FROM unnest(
    $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::text[], $8::smallint[], $9::text[],
    $10::smallint[], $11::boolean[])"""
RUNS = """INSERT INTO peer.run_log SELECT $1, * FROM unnest(
    $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::integer[], $8::integer[], $9::text[],
    $10::text[], $11::smallint[], $12::smallint[])"""


def columns(rows: list[tuple]) -> list[list]:
    return [list(column) for column in zip(*rows)]


async def write(connection: asyncpg.Connection, member: UUID, device: UUID, version: int, part: Slice) -> None:
    sessions, items, sets, check_ins, runs = [], [], [], [], []
    for offset, change in enumerate(part.mutations):
        at, body = version + 1 + offset, change.body
        moment = (body.moment.at, body.moment.timeZone, body.moment.day)
        if change.kind == "session_log":
            sessions.append((change.row, at, body.planRevision, *moment, body.effort, body.painDuring, body.note))
            for position, item in enumerate(body.items):
                items.append((change.row, position, item.exercise, item.skippedReason, item.difficulty))
                sets += [(change.row, position, number, one.reps) for number, one in enumerate(item.sets)]
        elif change.kind == "check_in":
            check_ins.append(
                (change.row, at, *moment, body.about, body.pain, body.site, body.stiffness, body.swelling))
        else:
            runs.append(
                (change.row, at, *moment, body.distanceMeters, body.durationSeconds, body.surface, body.terrain,
                 body.effort, body.painDuring))
    for statement, rows in ((SESSIONS, sessions), (ITEMS, items), (SETS, sets), (CHECK_INS, check_ins), (RUNS, runs)):
        if rows:
            await connection.execute(statement, member, *columns(rows))
    last = version + len(part.mutations)
    await connection.execute(
        "INSERT INTO peer.audit VALUES ($1, $2, $3, $4, $5, $6, $7)", member, last, version + 1, device,
        part.mutations[0].seq, datetime.now(timezone.utc), [change.row for change in part.mutations])
    await connection.execute(
        "UPDATE peer.chart SET version = $2, last_seq = $3 WHERE member_id = $1", member, last, part.mutations[-1].seq)


@app.post("/push")
async def push(request: Push, authorization: Annotated[str, Header()]) -> Answer:
    answers = []
    digest = sha256(authorization.removeprefix("Bearer ").encode()).digest()
    async with app.state.pool.acquire() as connection:
        holder = await connection.fetchrow(
            """SELECT credential.subject_id, credential.device_id FROM token JOIN credential USING (credential_id)
            WHERE token.digest = $1 AND token.expires_at > now() AND credential.revoked_at IS NULL""", digest)
        if holder is None:
            raise HTTPException(401)
        for part in request.charts:
            if holder["subject_id"] != part.chart or holder["device_id"] != request.device:
                raise HTTPException(404)
            async with connection.transaction():
                chart = await connection.fetchrow(
                    "SELECT version, last_seq FROM peer.chart WHERE member_id = $1 FOR UPDATE", part.chart)
                if chart is None or chart["last_seq"] + 1 != part.mutations[0].seq:
                    raise HTTPException(409)
                await write(connection, part.chart, request.device, chart["version"], part)
            answers.append(
                SliceAnswer(
                    chart=part.chart, lastSeq=part.mutations[-1].seq,
                    outcomes=[
                        Outcome(seq=change.seq, status="applied", version=chart["version"] + 1 + offset)
                        for offset, change in enumerate(part.mutations)]))
    return Answer(charts=answers)
