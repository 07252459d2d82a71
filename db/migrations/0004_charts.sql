-- Charts: a ledger for each member, and typed rows that carry the version which last changed them.
--
-- member_id leads every key, and one transaction touches one chart, so that the schema shards by member_id.
-- No triggers, no sequences: a chart's versions come from its own row, under that row's lock.

CREATE TABLE chart (
    member_id uuid NOT NULL,
    -- Replaced when versions begin anew (a restore), so that no device mistakes new versions for old ones.
    epoch uuid NOT NULL,
    version bigint NOT NULL,
    -- The hash of the last ledger entry; 32 zero bytes before the first.
    head bytea NOT NULL,
    -- 128-bit sum over all rows; see ChartChecksum.
    checksum bytea NOT NULL,
    CONSTRAINT chart_pkey PRIMARY KEY (member_id),
    CONSTRAINT chart_member_fkey FOREIGN KEY (member_id) REFERENCES member,
    CONSTRAINT chart_version_not_negative CHECK (version >= 0),
    CONSTRAINT chart_head_length CHECK (octet_length(head) = 32),
    CONSTRAINT chart_checksum_length CHECK (octet_length(checksum) = 16)
);

CREATE TYPE row_kind AS ENUM ('plan_revision', 'session_log', 'check_in', 'run_log', 'shoe', 'set_aside');
CREATE TYPE row_operation AS ENUM ('insert', 'update', 'delete');
CREATE TYPE outcome_status AS ENUM ('applied', 'merged', 'rejected', 'quarantined');

-- One commit: what sync reads back as outcomes, and the history that nobody can quietly edit.
-- The n-th of its mutations has version first_version + n and, from a device, number first_seq + n.
CREATE TABLE commit_entry (
    member_id uuid NOT NULL,
    last_version bigint NOT NULL,
    first_version bigint NOT NULL,
    actor_role text NOT NULL,
    actor_id uuid NOT NULL,
    device_id uuid,
    first_seq bigint,
    client_time timestamptz,
    server_time timestamptz NOT NULL,
    kinds row_kind[] NOT NULL,
    operations row_operation[] NOT NULL,
    row_ids uuid[] NOT NULL,
    statuses outcome_status[] NOT NULL,
    -- 16 bytes of hash for each mutation, by which a repeat is told from a fork.
    mutation_hashes bytea NOT NULL,
    -- Canonical JSON of the rows that were changed or deleted, as they were before; null where there were none.
    before text,
    -- The chart's checksum after this commit.
    checksum bytea NOT NULL,
    -- SHA-256 over the entry before and this one; see LedgerEntry.
    hash bytea NOT NULL,
    CONSTRAINT commit_entry_pkey PRIMARY KEY (member_id, last_version),
    CONSTRAINT commit_entry_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT commit_entry_versions_in_order CHECK (first_version >= 1 AND last_version >= first_version),
    CONSTRAINT commit_entry_one_of_each CHECK (
        cardinality(kinds) = last_version - first_version + 1
        AND cardinality(operations) = cardinality(kinds)
        AND cardinality(row_ids) = cardinality(kinds)
        AND cardinality(statuses) = cardinality(kinds)
        AND octet_length(mutation_hashes) = 16 * cardinality(kinds)
    ),
    CONSTRAINT commit_entry_device_has_seq CHECK ((device_id IS NULL) = (first_seq IS NULL)),
    CONSTRAINT commit_entry_seq_positive CHECK (first_seq >= 1),
    CONSTRAINT commit_entry_hash_length CHECK (octet_length(hash) = 32),
    CONSTRAINT commit_entry_checksum_length CHECK (octet_length(checksum) = 16)
);

-- How far each device has come: what it sent, and what it is known to hold.
CREATE TABLE device_progress (
    member_id uuid NOT NULL,
    device_id uuid NOT NULL,
    last_seq bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    -- The version that the device's cursor proved it to have.
    pulled_version bigint NOT NULL DEFAULT 0,
    CONSTRAINT device_progress_pkey PRIMARY KEY (member_id, device_id),
    CONSTRAINT device_progress_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT device_progress_not_negative CHECK (last_seq >= 0 AND pulled_version >= 0)
);

CREATE TABLE plan_revision (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    number integer NOT NULL,
    base integer NOT NULL,
    author_id uuid NOT NULL,
    authored_at timestamptz NOT NULL,
    effective_from date NOT NULL,
    reason text NOT NULL,
    template_slug text,
    template_version integer,
    program text NOT NULL,
    title text NOT NULL,
    note text,
    until date,
    CONSTRAINT plan_revision_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT plan_revision_number_unique UNIQUE (member_id, number),
    CONSTRAINT plan_revision_version_unique UNIQUE (member_id, version),
    CONSTRAINT plan_revision_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT plan_revision_number_positive CHECK (number >= 1),
    CONSTRAINT plan_revision_follows_its_base CHECK (base = number - 1),
    CONSTRAINT plan_revision_template_is_whole CHECK ((template_slug IS NULL) = (template_version IS NULL))
);

CREATE TABLE plan_item (
    member_id uuid NOT NULL,
    revision_id uuid NOT NULL,
    position smallint NOT NULL,
    block text NOT NULL,
    exercise text NOT NULL,
    exercise_version integer NOT NULL,
    sets smallint NOT NULL,
    reps smallint,
    reps_max smallint,
    hold_seconds smallint,
    duration_seconds smallint,
    duration_seconds_max smallint,
    rest_seconds smallint,
    load_grams integer,
    band text,
    tempo text,
    target_effort smallint,
    side text NOT NULL,
    per_day smallint NOT NULL,
    per_week smallint NOT NULL,
    phrase text,
    note text,
    CONSTRAINT plan_item_pkey PRIMARY KEY (member_id, revision_id, position),
    CONSTRAINT plan_item_exercise_once_a_block UNIQUE (member_id, revision_id, block, exercise),
    CONSTRAINT plan_item_revision_fkey FOREIGN KEY (member_id, revision_id) REFERENCES plan_revision,
    CONSTRAINT plan_item_position_in_range CHECK (position BETWEEN 0 AND 39),
    CONSTRAINT plan_item_block_known CHECK (block IN ('warmup', 'main', 'cooldown')),
    CONSTRAINT plan_item_sets_in_range CHECK (sets BETWEEN 1 AND 10),
    CONSTRAINT plan_item_reps_in_range CHECK (reps BETWEEN 1 AND 100),
    CONSTRAINT plan_item_reps_max_in_range CHECK (reps_max BETWEEN reps AND 100),
    CONSTRAINT plan_item_hold_in_range CHECK (hold_seconds BETWEEN 1 AND 300),
    CONSTRAINT plan_item_duration_in_range CHECK (duration_seconds BETWEEN 5 AND 3600),
    CONSTRAINT plan_item_duration_max_in_range CHECK (duration_seconds_max BETWEEN duration_seconds AND 3600),
    CONSTRAINT plan_item_rest_in_range CHECK (rest_seconds BETWEEN 0 AND 600),
    CONSTRAINT plan_item_load_in_range CHECK (load_grams BETWEEN 0 AND 200000),
    CONSTRAINT plan_item_load_or_band CHECK (load_grams IS NULL OR band IS NULL),
    CONSTRAINT plan_item_target_effort_in_range CHECK (target_effort BETWEEN 0 AND 10),
    CONSTRAINT plan_item_has_a_dose CHECK (
        CASE WHEN duration_seconds IS NULL THEN coalesce(reps, hold_seconds) IS NOT NULL
        ELSE reps IS NULL AND hold_seconds IS NULL END
    ),
    CONSTRAINT plan_item_side_known CHECK (side IN ('left', 'right', 'both', 'alternate')),
    CONSTRAINT plan_item_per_day_in_range CHECK (per_day BETWEEN 1 AND 6),
    CONSTRAINT plan_item_per_week_in_range CHECK (per_week BETWEEN 1 AND 7)
);

CREATE TABLE plan_modification (
    member_id uuid NOT NULL,
    revision_id uuid NOT NULL,
    position smallint NOT NULL,
    activity text NOT NULL,
    usual_days_per_week smallint NOT NULL,
    maximum_days_per_week smallint NOT NULL,
    substitutes text[] NOT NULL,
    minimum_substitute_days_per_week smallint NOT NULL,
    terrain text[] NOT NULL,
    until date,
    CONSTRAINT plan_modification_pkey PRIMARY KEY (member_id, revision_id, position),
    CONSTRAINT plan_modification_revision_fkey FOREIGN KEY (member_id, revision_id) REFERENCES plan_revision,
    CONSTRAINT plan_modification_position_in_range CHECK (position BETWEEN 0 AND 9),
    CONSTRAINT plan_modification_usual_days_in_range CHECK (usual_days_per_week BETWEEN 1 AND 7),
    CONSTRAINT plan_modification_maximum_days_in_range CHECK (maximum_days_per_week BETWEEN 0 AND usual_days_per_week),
    CONSTRAINT plan_modification_substitute_days_in_range CHECK (minimum_substitute_days_per_week BETWEEN 0 AND 7),
    CONSTRAINT plan_modification_names_substitutes CHECK (
        minimum_substitute_days_per_week = 0 OR cardinality(substitutes) >= 1
    ),
    CONSTRAINT plan_modification_terrain_known CHECK (
        terrain <@ ARRAY['track', 'treadmill', 'road', 'grass', 'trail', 'hills']
    )
);

-- A session as the member logged it. plan_revision is the number that they had in hand, whatever was newer by then.
CREATE TABLE session_log (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    plan_revision integer,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    effort smallint,
    pain_during smallint,
    note text,
    CONSTRAINT session_log_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT session_log_version_unique UNIQUE (member_id, version),
    CONSTRAINT session_log_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT session_log_revision_fkey FOREIGN KEY (member_id, plan_revision)
        REFERENCES plan_revision (member_id, number),
    CONSTRAINT session_log_effort_in_range CHECK (effort BETWEEN 0 AND 10),
    CONSTRAINT session_log_pain_in_range CHECK (pain_during BETWEEN 0 AND 10)
);

CREATE TABLE session_item (
    member_id uuid NOT NULL,
    session_id uuid NOT NULL,
    position smallint NOT NULL,
    exercise text NOT NULL,
    skipped_reason text,
    abandoned_reason text,
    difficulty smallint,
    CONSTRAINT session_item_pkey PRIMARY KEY (member_id, session_id, position),
    CONSTRAINT session_item_session_fkey FOREIGN KEY (member_id, session_id) REFERENCES session_log ON DELETE CASCADE,
    CONSTRAINT session_item_position_in_range CHECK (position BETWEEN 0 AND 59),
    CONSTRAINT session_item_abandoned_reason_known CHECK (
        abandoned_reason IN ('pain', 'fatigue', 'time', 'equipment', 'other')
    ),
    CONSTRAINT session_item_difficulty_in_range CHECK (difficulty BETWEEN -2 AND 2)
);

CREATE TABLE session_set (
    member_id uuid NOT NULL,
    session_id uuid NOT NULL,
    item_position smallint NOT NULL,
    position smallint NOT NULL,
    reps smallint,
    hold_seconds smallint,
    duration_seconds smallint,
    load_grams integer,
    CONSTRAINT session_set_pkey PRIMARY KEY (member_id, session_id, item_position, position),
    CONSTRAINT session_set_item_fkey FOREIGN KEY (member_id, session_id, item_position)
        REFERENCES session_item ON DELETE CASCADE,
    CONSTRAINT session_set_position_in_range CHECK (position BETWEEN 0 AND 9),
    CONSTRAINT session_set_reps_in_range CHECK (reps BETWEEN 0 AND 1000),
    CONSTRAINT session_set_hold_in_range CHECK (hold_seconds BETWEEN 0 AND 3600),
    CONSTRAINT session_set_duration_in_range CHECK (duration_seconds BETWEEN 0 AND 14400),
    CONSTRAINT session_set_load_in_range CHECK (load_grams BETWEEN 0 AND 500000),
    CONSTRAINT session_set_says_something CHECK (
        coalesce(reps, hold_seconds, duration_seconds, load_grams) IS NOT NULL
    )
);

CREATE TABLE check_in (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    about text NOT NULL,
    pain smallint NOT NULL,
    site text,
    side_of_ankle text,
    stiffness smallint,
    swelling boolean,
    red_flags text[] NOT NULL,
    note text,
    CONSTRAINT check_in_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT check_in_version_unique UNIQUE (member_id, version),
    CONSTRAINT check_in_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT check_in_about_known CHECK (
        about IN ('now', 'during', 'after', 'next_morning', 'worst_24h', 'avg_7d')
    ),
    CONSTRAINT check_in_pain_in_range CHECK (pain BETWEEN 0 AND 10),
    CONSTRAINT check_in_stiffness_in_range CHECK (stiffness BETWEEN 0 AND 10),
    CONSTRAINT check_in_side_of_ankle_known CHECK (side_of_ankle IN ('inner', 'outer', 'front', 'back')),
    CONSTRAINT check_in_red_flags_known CHECK (
        red_flags <@ ARRAY[
            'cannot_take_four_steps', 'pop_with_weakness', 'calf_swelling', 'hot_joint_with_fever', 'cold_numb_foot',
            'worsening_deformity', 'weight_loss_or_night_sweats'
        ]
    )
);

CREATE TABLE shoe (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    label text NOT NULL,
    in_use_from date NOT NULL,
    start_meters integer NOT NULL,
    firmness text,
    insert boolean,
    retired_on date,
    -- The version that last changed each field group, in the order of ConflictRules.
    group_versions bigint[] NOT NULL,
    CONSTRAINT shoe_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT shoe_version_unique UNIQUE (member_id, version),
    CONSTRAINT shoe_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT shoe_start_in_range CHECK (start_meters BETWEEN 0 AND 5000000),
    CONSTRAINT shoe_firmness_known CHECK (firmness IN ('soft', 'medium', 'firm')),
    CONSTRAINT shoe_has_group_versions CHECK (cardinality(group_versions) = 4)
);

CREATE TABLE run_log (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    distance_meters integer NOT NULL,
    duration_seconds integer NOT NULL,
    surface text,
    terrain text,
    shoe_id uuid,
    effort smallint,
    pain_during smallint,
    note text,
    CONSTRAINT run_log_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT run_log_version_unique UNIQUE (member_id, version),
    CONSTRAINT run_log_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT run_log_shoe_fkey FOREIGN KEY (member_id, shoe_id) REFERENCES shoe (member_id, id),
    CONSTRAINT run_log_distance_in_range CHECK (distance_meters BETWEEN 1 AND 500000),
    CONSTRAINT run_log_duration_in_range CHECK (duration_seconds BETWEEN 1 AND 604800),
    CONSTRAINT run_log_surface_known CHECK (surface IN ('track', 'treadmill', 'road', 'grass', 'trail')),
    CONSTRAINT run_log_terrain_known CHECK (terrain IN ('flat', 'rolling', 'hilly', 'uneven')),
    CONSTRAINT run_log_effort_in_range CHECK (effort BETWEEN 0 AND 10),
    CONSTRAINT run_log_pain_in_range CHECK (pain_during BETWEEN 0 AND 10)
);

-- A mutation that was not applied, whole: what somebody recorded is kept where they and their PT see it.
CREATE TABLE set_aside (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    detail_pointer text,
    detail_message text,
    device_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    operation text NOT NULL,
    row_id uuid NOT NULL,
    -- As the device sent it, in canonical JSON; it fits no typed table, or it would be in one.
    body text,
    CONSTRAINT set_aside_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT set_aside_version_unique UNIQUE (member_id, version),
    CONSTRAINT set_aside_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT set_aside_status_known CHECK (status IN ('rejected', 'quarantined')),
    CONSTRAINT set_aside_detail_is_whole CHECK ((detail_pointer IS NULL) = (detail_message IS NULL))
);

-- A deleted row's id stays taken for ever.
CREATE TABLE tombstone (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    CONSTRAINT tombstone_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT tombstone_version_unique UNIQUE (member_id, version),
    CONSTRAINT tombstone_chart_fkey FOREIGN KEY (member_id) REFERENCES chart
);

GRANT SELECT, INSERT, UPDATE ON chart, device_progress TO soleus_care;
-- The ledger is only ever added to.
GRANT SELECT, INSERT ON commit_entry, plan_revision, plan_item, plan_modification, tombstone, set_aside TO soleus_care;
GRANT SELECT, INSERT, UPDATE, DELETE ON shoe TO soleus_care;
GRANT SELECT, INSERT, DELETE ON session_log, session_item, session_set, check_in, run_log TO soleus_care;
