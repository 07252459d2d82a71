"""A service that hands the body to one SQL function: the least that FastAPI and asyncpg can do, without validation."""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, Request, Response


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["PEER_DATABASE"], min_size=16, max_size=16)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.post("/push")
async def push(request: Request) -> Response:
    body = await request.body()
    answer = await request.app.state.pool.fetchval("SELECT peer.push($1::json)::text", body.decode())
    return Response(answer, media_type="application/json")
