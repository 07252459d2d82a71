-- Who may use the service: sponsors, the people on their rosters, and when each is covered.
--
-- The large side of Soleus: 25 to 40 covered lives for each member. sponsor_id leads every key, and nothing here
-- says whether a person uses the service.

CREATE TABLE sponsor (
    sponsor_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    feed_mode text NOT NULL,
    end_date_meaning text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sponsor_pkey PRIMARY KEY (sponsor_id),
    CONSTRAINT sponsor_slug_unique UNIQUE (slug),
    CONSTRAINT sponsor_kind_known CHECK (kind IN ('employer', 'health_plan')),
    CONSTRAINT sponsor_feed_mode_known CHECK (feed_mode IN ('full', 'delta')),
    CONSTRAINT sponsor_end_date_meaning_known CHECK (end_date_meaning IN ('last_covered_day', 'first_uncovered_day'))
);

CREATE TABLE eligibility_load (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    -- SHA-256 of the file as it was received.
    sha256 bytea NOT NULL,
    file_name text,
    received_at timestamptz NOT NULL,
    -- 'applied', 'held' or 'rejected'; 'applied' is committed together with what it applied.
    state text NOT NULL,
    reason text,
    row_count integer NOT NULL,
    faulty_count integer NOT NULL,
    added_count integer NOT NULL,
    changed_count integer NOT NULL,
    reinstated_count integer NOT NULL,
    terminated_count integer NOT NULL,
    unchanged_count integer NOT NULL,
    CONSTRAINT eligibility_load_pkey PRIMARY KEY (sponsor_id, load_id),
    CONSTRAINT eligibility_load_file_once UNIQUE (sponsor_id, sha256),
    CONSTRAINT eligibility_load_sponsor_fkey FOREIGN KEY (sponsor_id) REFERENCES sponsor,
    CONSTRAINT eligibility_load_sha256_length CHECK (octet_length(sha256) = 32),
    CONSTRAINT eligibility_load_state_known CHECK (state IN ('applied', 'held', 'rejected')),
    CONSTRAINT eligibility_load_counts_not_negative CHECK (
        least(row_count, faulty_count, added_count, changed_count, reinstated_count, terminated_count, unchanged_count) >= 0
    )
);

-- The first 1,000 faulty rows of a load. Values are masked before they come here.
CREATE TABLE load_fault (
    sponsor_id uuid NOT NULL,
    load_id uuid NOT NULL,
    position integer NOT NULL,
    line integer NOT NULL,
    column_name text NOT NULL,
    code text NOT NULL,
    masked_value text NOT NULL,
    message text NOT NULL,
    CONSTRAINT load_fault_pkey PRIMARY KEY (sponsor_id, load_id, position),
    CONSTRAINT load_fault_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load,
    CONSTRAINT load_fault_line_positive CHECK (line >= 1)
);

-- A person as a sponsor's roster describes them. Rows are never deleted: an end is a date in coverage.
CREATE TABLE covered_person (
    sponsor_id uuid NOT NULL,
    -- The person's number with the sponsor (sponsor_member_id of the roster).
    number text NOT NULL,
    -- The family's number. Many sponsors use the subscriber's own, some a number that is nobody's.
    subscriber_number text NOT NULL,
    relationship text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    -- Names as they are compared: without case, accents, apostrophes and suffixes.
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
    CONSTRAINT covered_person_pkey PRIMARY KEY (sponsor_id, number),
    CONSTRAINT covered_person_sponsor_fkey FOREIGN KEY (sponsor_id) REFERENCES sponsor,
    CONSTRAINT covered_person_relationship_known CHECK (relationship IN ('self', 'spouse', 'child', 'other'))
);

-- A person says their own number or their subscriber's, and not who their sponsor is.
CREATE INDEX covered_person_number ON covered_person (number);
CREATE INDEX covered_person_subscriber_number ON covered_person (subscriber_number);

-- A period of cover. Half-open: valid_to is the first day without it; null while no end is known.
CREATE TABLE coverage (
    sponsor_id uuid NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    plan_code text NOT NULL,
    end_reason text,
    member_cost_cents integer NOT NULL DEFAULT 0,
    -- The load that last changed the row.
    load_id uuid NOT NULL,
    CONSTRAINT coverage_pkey PRIMARY KEY (sponsor_id, number, valid_from),
    CONSTRAINT coverage_person_fkey FOREIGN KEY (sponsor_id, number) REFERENCES covered_person,
    CONSTRAINT coverage_load_fkey FOREIGN KEY (sponsor_id, load_id) REFERENCES eligibility_load,
    CONSTRAINT coverage_ends_after_it_starts CHECK (valid_to >= valid_from),
    CONSTRAINT coverage_cost_not_negative CHECK (member_cost_cents >= 0)
);

-- The shape of a file's good rows while it is loaded. Always empty: a load makes a temporary table of this name and shape,
-- compares it with what is in force, and drops it when its transaction ends.
CREATE TABLE roster_row (
    -- Where the row begins in the file, the header being line 1.
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
    CONSTRAINT roster_row_is_only_a_shape CHECK (false) NO INHERIT
);

DO $$
BEGIN
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO soleus_eligibility', current_database());
END
$$;

GRANT SELECT ON roster_row TO soleus_eligibility;
GRANT SELECT, INSERT, UPDATE ON sponsor TO soleus_eligibility;
GRANT SELECT, INSERT ON eligibility_load, load_fault TO soleus_eligibility;
GRANT SELECT, INSERT, UPDATE ON covered_person, coverage TO soleus_eligibility;

-- Enrolment reads the roster that entitles somebody, and writes nothing there.
GRANT SELECT ON sponsor, covered_person, coverage TO soleus_care;
