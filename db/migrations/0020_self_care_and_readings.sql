-- What members do for themselves, who has read which message, and how a member comes to a visit.

ALTER TYPE row_kind ADD VALUE 'self_care';
ALTER TYPE row_kind ADD VALUE 'message_reading';

-- Logged, never dosed: no plan asks for it.
CREATE TABLE self_care (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    measure text NOT NULL,
    site text,
    duration_seconds smallint,
    note text,
    CONSTRAINT self_care_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT self_care_version_unique UNIQUE (member_id, version),
    CONSTRAINT self_care_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT self_care_measure_known CHECK (measure IN ('ice', 'heat', 'foam_roller')),
    CONSTRAINT self_care_duration_in_range CHECK (duration_seconds BETWEEN 1 AND 14400)
);

CREATE TABLE message_reading (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    -- Null for the member.
    reader_id uuid,
    -- No references: to have read something is harmless, whatever becomes of it.
    messages uuid[] NOT NULL,
    CONSTRAINT message_reading_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT message_reading_version_unique UNIQUE (member_id, version),
    CONSTRAINT message_reading_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT message_reading_names_messages CHECK (cardinality(messages) BETWEEN 1 AND 200)
);

-- The link of a video visit, the number that is called, the address and room.
ALTER TABLE visit ADD COLUMN place text;

GRANT SELECT, INSERT, DELETE ON self_care TO soleus_care;
GRANT SELECT, INSERT ON message_reading TO soleus_care;

DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY['self_care', 'message_reading'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', chart_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', chart_table);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (member_id = ANY ((SELECT chart_scope())::uuid[]))',
            chart_table || '_of_the_actor', chart_table
        );
    END LOOP;
END
$$;
