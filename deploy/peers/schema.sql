-- What the peers of deploy/bench write to: the same facts as Soleus keeps, in a schema of their own, without its ledger.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;

CREATE TABLE peer.chart (
    member_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    last_seq bigint NOT NULL
);

CREATE TABLE peer.session_log (
    member_id uuid NOT NULL, id uuid NOT NULL, version bigint NOT NULL, plan_revision integer, at timestamptz NOT NULL,
    time_zone text NOT NULL, day date NOT NULL, effort smallint CHECK (effort BETWEEN 0 AND 10),
    pain_during smallint CHECK (pain_during BETWEEN 0 AND 10), note text,
    PRIMARY KEY (member_id, id), UNIQUE (member_id, version)
);

CREATE TABLE peer.session_item (
    member_id uuid NOT NULL, session_id uuid NOT NULL, position smallint NOT NULL, exercise text NOT NULL,
    skipped_reason text, difficulty smallint,
    PRIMARY KEY (member_id, session_id, position)
);

CREATE TABLE peer.session_set (
    member_id uuid NOT NULL, session_id uuid NOT NULL, item_position smallint NOT NULL, position smallint NOT NULL,
    reps smallint,
    PRIMARY KEY (member_id, session_id, item_position, position)
);

CREATE TABLE peer.check_in (
    member_id uuid NOT NULL, id uuid NOT NULL, version bigint NOT NULL, at timestamptz NOT NULL, time_zone text NOT NULL,
    day date NOT NULL, about text NOT NULL, pain smallint NOT NULL CHECK (pain BETWEEN 0 AND 10), site text,
    stiffness smallint, swelling boolean,
    PRIMARY KEY (member_id, id), UNIQUE (member_id, version)
);

CREATE TABLE peer.run_log (
    member_id uuid NOT NULL, id uuid NOT NULL, version bigint NOT NULL, at timestamptz NOT NULL, time_zone text NOT NULL,
    day date NOT NULL, distance_meters integer NOT NULL, duration_seconds integer NOT NULL, surface text, terrain text,
    effort smallint, pain_during smallint,
    PRIMARY KEY (member_id, id), UNIQUE (member_id, version)
);

CREATE TABLE peer.audit (
    member_id uuid NOT NULL, last_version bigint NOT NULL, first_version bigint NOT NULL, device_id uuid NOT NULL,
    first_seq bigint NOT NULL, at timestamptz NOT NULL, row_ids uuid[] NOT NULL,
    PRIMARY KEY (member_id, last_version)
);

INSERT INTO peer.chart (member_id, version, last_seq)
SELECT member_id, 0, 0 FROM member;

-- The best case of a service that does nothing itself: one function takes the body as it came, and believes it.
CREATE FUNCTION peer.push(request json) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
    slice json := request -> 'charts' -> 0;
    member uuid := (slice ->> 'chart')::uuid;
    mutations json := slice -> 'mutations';
    size integer := json_array_length(mutations);
    first_seq bigint := (mutations -> 0 ->> 'seq')::bigint;
    was record;
BEGIN
    SELECT version, last_seq INTO was FROM peer.chart WHERE member_id = member FOR UPDATE;
    IF NOT FOUND OR was.last_seq + 1 <> first_seq THEN
        RETURN json_build_object('chart', member, 'problem', 'sequence_gap');
    END IF;

    INSERT INTO peer.session_log
    SELECT member, (m ->> 'row')::uuid, was.version + n, (m -> 'body' ->> 'planRevision')::integer,
        (m -> 'body' -> 'moment' ->> 'at')::timestamptz, m -> 'body' -> 'moment' ->> 'timeZone',
        (m -> 'body' -> 'moment' ->> 'day')::date, (m -> 'body' ->> 'effort')::smallint,
        (m -> 'body' ->> 'painDuring')::smallint, m -> 'body' ->> 'note'
    FROM json_array_elements(mutations) WITH ORDINALITY AS all_of(m, n) WHERE m ->> 'kind' = 'session_log';

    INSERT INTO peer.session_item
    SELECT member, (m ->> 'row')::uuid, i - 1, item ->> 'exercise', item ->> 'skippedReason',
        (item ->> 'difficulty')::smallint
    FROM json_array_elements(mutations) AS all_of(m),
        json_array_elements(m -> 'body' -> 'items') WITH ORDINALITY AS items(item, i)
    WHERE m ->> 'kind' = 'session_log';

    INSERT INTO peer.session_set
    SELECT member, (m ->> 'row')::uuid, i - 1, s - 1, (part ->> 'reps')::smallint
    FROM json_array_elements(mutations) AS all_of(m),
        json_array_elements(m -> 'body' -> 'items') WITH ORDINALITY AS items(item, i),
        json_array_elements(item -> 'sets') WITH ORDINALITY AS sets(part, s)
    WHERE m ->> 'kind' = 'session_log';

    INSERT INTO peer.check_in
    SELECT member, (m ->> 'row')::uuid, was.version + n, (m -> 'body' -> 'moment' ->> 'at')::timestamptz,
        m -> 'body' -> 'moment' ->> 'timeZone', (m -> 'body' -> 'moment' ->> 'day')::date, m -> 'body' ->> 'about',
        (m -> 'body' ->> 'pain')::smallint, m -> 'body' ->> 'site', (m -> 'body' ->> 'stiffness')::smallint,
        (m -> 'body' ->> 'swelling')::boolean
    FROM json_array_elements(mutations) WITH ORDINALITY AS all_of(m, n) WHERE m ->> 'kind' = 'check_in';

    INSERT INTO peer.run_log
    SELECT member, (m ->> 'row')::uuid, was.version + n, (m -> 'body' -> 'moment' ->> 'at')::timestamptz,
        m -> 'body' -> 'moment' ->> 'timeZone', (m -> 'body' -> 'moment' ->> 'day')::date,
        (m -> 'body' ->> 'distanceMeters')::integer, (m -> 'body' ->> 'durationSeconds')::integer,
        m -> 'body' ->> 'surface', m -> 'body' ->> 'terrain', (m -> 'body' ->> 'effort')::smallint,
        (m -> 'body' ->> 'painDuring')::smallint
    FROM json_array_elements(mutations) WITH ORDINALITY AS all_of(m, n) WHERE m ->> 'kind' = 'run_log';

    INSERT INTO peer.audit
    SELECT member, was.version + size, was.version + 1, (request ->> 'device')::uuid, first_seq, now(),
        array_agg((m ->> 'row')::uuid ORDER BY n)
    FROM json_array_elements(mutations) WITH ORDINALITY AS all_of(m, n);

    UPDATE peer.chart SET version = was.version + size, last_seq = first_seq + size - 1 WHERE member_id = member;
    RETURN json_build_object('chart', member, 'lastSeq', first_seq + size - 1, 'version', was.version + size);
END
$$;
