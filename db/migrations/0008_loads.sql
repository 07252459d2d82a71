-- Loads that can be looked at, released, rejected and undone: what a feed means, where a load stands and who moved it
-- there, what waits for a decision, and what an applied load replaced.

ALTER TABLE sponsor
    ADD COLUMN date_format text NOT NULL DEFAULT 'YYYY-MM-DD',
    -- What tells one person from another: their number, or their number unless name and birth date are somebody else's.
    ADD COLUMN match_keys text NOT NULL DEFAULT 'number_and_person',
    -- The age at which a child's cover ends; null while there is none.
    ADD COLUMN dependent_age_limit integer,
    -- The groups whose people the feed may bring; empty while any may come.
    ADD COLUMN group_ids text[] NOT NULL DEFAULT '{}',
    ADD COLUMN approval text NOT NULL DEFAULT 'automatic',
    ADD COLUMN terminated_percent integer NOT NULL DEFAULT 10,
    ADD COLUMN terminated_rows integer NOT NULL DEFAULT 25,
    ADD COLUMN faulty_percent integer NOT NULL DEFAULT 5,
    ADD COLUMN faulty_rows integer NOT NULL DEFAULT 10,
    ADD COLUMN duplicate_rows integer NOT NULL DEFAULT 5,
    ADD CONSTRAINT sponsor_date_format_known
        CHECK (date_format IN ('YYYY-MM-DD', 'YYYYMMDD', 'MM/DD/YYYY', 'MMDDYYYY', 'DD.MM.YYYY')),
    ADD CONSTRAINT sponsor_match_keys_known CHECK (match_keys IN ('number', 'number_and_person')),
    ADD CONSTRAINT sponsor_dependent_age_limit_range CHECK (dependent_age_limit BETWEEN 16 AND 99),
    ADD CONSTRAINT sponsor_approval_known CHECK (approval IN ('automatic', 'required')),
    ADD CONSTRAINT sponsor_terminated_percent_range CHECK (terminated_percent BETWEEN 1 AND 100),
    ADD CONSTRAINT sponsor_faulty_percent_range CHECK (faulty_percent BETWEEN 0 AND 100),
    ADD CONSTRAINT sponsor_thresholds_positive CHECK (least(terminated_rows, faulty_rows, duplicate_rows) >= 1);

-- What a sponsor's files call our columns, where they call them otherwise.
CREATE TABLE feed_column (
    sponsor_id uuid NOT NULL,
    column_name text NOT NULL,
    header text NOT NULL,
    CONSTRAINT feed_column_pkey PRIMARY KEY (sponsor_id, column_name),
    CONSTRAINT feed_column_header_unique UNIQUE (sponsor_id, header),
    CONSTRAINT feed_column_sponsor_fkey FOREIGN KEY (sponsor_id) REFERENCES sponsor
);

ALTER TABLE eligibility_load
    DROP CONSTRAINT eligibility_load_file_once,
    DROP CONSTRAINT eligibility_load_state_known,
    ALTER COLUMN sha256 DROP NOT NULL,
    -- When the sponsor made the file, where it or its sender says so.
    ADD COLUMN made_on date,
    -- The names of the file's columns; null for formats without names.
    ADD COLUMN header text[],
    -- The load that this one took back; null for a file.
    ADD COLUMN undoes uuid,
    -- The load that took this one back.
    ADD COLUMN undone_by uuid,
    ADD CONSTRAINT eligibility_load_state_known CHECK (
        state IN (
            'received', 'parsed', 'validated', 'staged', 'held', 'approved', 'applied', 'acknowledged', 'rejected',
            'undone'
        )
    ),
    ADD CONSTRAINT eligibility_load_is_file_or_undoing CHECK ((sha256 IS NULL) = (undoes IS NOT NULL)),
    ADD CONSTRAINT eligibility_load_undoes_fkey FOREIGN KEY (sponsor_id, undoes) REFERENCES eligibility_load,
    ADD CONSTRAINT eligibility_load_undone_by_fkey FOREIGN KEY (sponsor_id, undone_by) REFERENCES eligibility_load,
    ADD CONSTRAINT eligibility_load_undone_is_said CHECK ((state = 'undone') = (undone_by IS NOT NULL));

-- One file is loaded once; what was undone may be loaded again.
CREATE UNIQUE INDEX eligibility_load_file_once ON eligibility_load (sponsor_id, sha256) WHERE state <> 'undone';
-- A file that another sponsor has sent is held.
CREATE INDEX eligibility_load_sha256 ON eligibility_load (sha256);

-- Where a load has been, and who moved it there.
CREATE TABLE load_step (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    position integer NOT NULL,
    state text NOT NULL,
    at timestamptz NOT NULL,
    actor_role text NOT NULL,
    actor_subject uuid NOT NULL,
    actor_credential uuid NOT NULL,
    reason text,
    CONSTRAINT load_step_pkey PRIMARY KEY (sponsor_id, load_id, position),
    CONSTRAINT load_step_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

-- Why a load waits for a person.
CREATE TABLE load_hold (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    code text NOT NULL,
    -- Whoever sent the file cannot release it.
    is_severe boolean NOT NULL,
    detail text NOT NULL,
    CONSTRAINT load_hold_pkey PRIMARY KEY (sponsor_id, load_id, code),
    CONSTRAINT load_hold_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

-- The good rows of a load that waits, until it is applied or rejected. The columns are those of roster_row.
CREATE TABLE staged_row (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    line integer NOT NULL,
    number text NOT NULL,
    subscriber_number text NOT NULL,
    relationship text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    first_name_key text NOT NULL,
    last_name_key text NOT NULL,
    birth_date date NOT NULL,
    sex text,
    email text,
    phone text,
    zip text,
    state text,
    group_id text,
    language text,
    valid_from date NOT NULL,
    valid_to date,
    plan_code text NOT NULL,
    end_reason text,
    CONSTRAINT staged_row_pkey PRIMARY KEY (sponsor_id, load_id, number),
    CONSTRAINT staged_row_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

-- Whom the faulty rows of a load that waits name: a faulty row is not an absence.
CREATE TABLE staged_named (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    number text NOT NULL,
    CONSTRAINT staged_named_pkey PRIMARY KEY (sponsor_id, load_id, number),
    CONSTRAINT staged_named_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

-- What a load that waits would do, person by person.
CREATE TABLE staged_change (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    effect text NOT NULL,
    number text NOT NULL,
    CONSTRAINT staged_change_pkey PRIMARY KEY (sponsor_id, load_id, effect, number),
    CONSTRAINT staged_change_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load,
    CONSTRAINT staged_change_effect_known
        CHECK (effect IN ('added', 'changed', 'reinstated', 'terminated', 'unchanged'))
);

-- The load that last changed the row; null for rows that were last changed before loads could be undone.
ALTER TABLE covered_person ADD COLUMN load_id uuid;

-- What an applied load replaced, so that it can be undone. A row of coverage or covered_person that names the load and
-- is not here was made by it.
CREATE TABLE coverage_before (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    plan_code text NOT NULL,
    end_reason text,
    prior_load_id uuid NOT NULL,
    CONSTRAINT coverage_before_pkey PRIMARY KEY (sponsor_id, load_id, number, valid_from),
    CONSTRAINT coverage_before_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

CREATE TABLE person_before (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    number text NOT NULL,
    subscriber_number text NOT NULL,
    relationship text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    first_name_key text NOT NULL,
    last_name_key text NOT NULL,
    birth_date date NOT NULL,
    sex text,
    email text,
    phone text,
    zip text,
    state text,
    group_id text,
    language text,
    prior_load_id uuid,
    CONSTRAINT person_before_pkey PRIMARY KEY (sponsor_id, load_id, number),
    CONSTRAINT person_before_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load
);

-- Whether a later load changed what one did.
CREATE INDEX coverage_before_prior ON coverage_before (sponsor_id, prior_load_id);
CREATE INDEX person_before_prior ON person_before (sponsor_id, prior_load_id);

GRANT UPDATE ON eligibility_load TO soleus_eligibility;
GRANT SELECT, INSERT ON load_step, load_hold TO soleus_eligibility;
GRANT SELECT, INSERT, DELETE ON feed_column, staged_row, staged_named, staged_change, coverage_before, person_before
    TO soleus_eligibility;
