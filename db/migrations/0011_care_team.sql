-- What a care team and a member say to each other, see each other for and aim at; who read what; and access in an emergency.

ALTER TYPE row_kind ADD VALUE 'message';
ALTER TYPE row_kind ADD VALUE 'visit';
ALTER TYPE row_kind ADD VALUE 'care_note';
ALTER TYPE row_kind ADD VALUE 'goal';
ALTER TYPE row_kind ADD VALUE 'emergency_access';

CREATE TABLE message (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    -- Null for the member.
    author_id uuid,
    text text NOT NULL,
    CONSTRAINT message_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT message_version_unique UNIQUE (member_id, version),
    CONSTRAINT message_chart_fkey FOREIGN KEY (member_id) REFERENCES chart
);

CREATE TABLE visit (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    practitioner_id uuid NOT NULL,
    mode text NOT NULL,
    status text NOT NULL,
    minutes smallint,
    group_versions bigint[] NOT NULL,
    CONSTRAINT visit_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT visit_version_unique UNIQUE (member_id, version),
    CONSTRAINT visit_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT visit_mode_known CHECK (mode IN ('video', 'in_person', 'phone')),
    CONSTRAINT visit_status_known CHECK (status IN ('planned', 'held', 'missed', 'cancelled')),
    CONSTRAINT visit_minutes_in_range CHECK (minutes BETWEEN 1 AND 480),
    CONSTRAINT visit_minutes_of_a_held_one CHECK ((minutes IS NOT NULL) = (status = 'held')),
    CONSTRAINT visit_has_group_versions CHECK (cardinality(group_versions) = 1)
);

-- Signed as it is written, and never changed: what is to be added is a note of its own that names it.
CREATE TABLE care_note (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    signed_at timestamptz NOT NULL,
    author_id uuid NOT NULL,
    text text NOT NULL,
    visit_id uuid,
    amends_id uuid,
    CONSTRAINT care_note_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT care_note_version_unique UNIQUE (member_id, version),
    CONSTRAINT care_note_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT care_note_visit_fkey FOREIGN KEY (member_id, visit_id) REFERENCES visit (member_id, id),
    CONSTRAINT care_note_amends_fkey FOREIGN KEY (member_id, amends_id) REFERENCES care_note (member_id, id),
    CONSTRAINT care_note_amends_another CHECK (amends_id <> id)
);

CREATE TABLE goal (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    text text NOT NULL,
    due_on date,
    status text NOT NULL,
    group_versions bigint[] NOT NULL,
    CONSTRAINT goal_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT goal_version_unique UNIQUE (member_id, version),
    CONSTRAINT goal_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT goal_status_known CHECK (status IN ('open', 'met', 'dropped')),
    CONSTRAINT goal_has_group_versions CHECK (cardinality(group_versions) = 2)
);

-- That a practitioner outside of the care team looked into the chart, when, and why: for the member and everybody after.
CREATE TABLE emergency_access (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    practitioner_id uuid NOT NULL,
    reason text NOT NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT emergency_access_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT emergency_access_version_unique UNIQUE (member_id, version),
    CONSTRAINT emergency_access_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT emergency_access_is_short CHECK (
        ends_at > begins_at AND ends_at <= begins_at + interval '60 minutes'
    )
);

ALTER TABLE care_team_member DROP CONSTRAINT care_team_member_role_known;
ALTER TABLE care_team_member ADD CONSTRAINT care_team_member_role_known
    CHECK (role IN ('lead_pt', 'covering_pt', 'coach', 'md_reviewer', 'emergency'));

-- One row for each answer that showed something of a chart to somebody. Only ever added to.
CREATE TABLE chart_read (
    member_id uuid NOT NULL,
    read_at timestamptz NOT NULL,
    id uuid NOT NULL,
    reader_role text NOT NULL,
    reader_id uuid NOT NULL,
    device_id uuid,
    -- The operation of the API, such as `trend`.
    operation text NOT NULL,
    CONSTRAINT chart_read_pkey PRIMARY KEY (member_id, read_at, id),
    CONSTRAINT chart_read_role_known CHECK (reader_role IN ('member', 'practitioner'))
);

GRANT SELECT, INSERT ON message, care_note, emergency_access, chart_read TO soleus_care;
GRANT SELECT, INSERT, UPDATE ON visit, goal TO soleus_care;

DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY['message', 'visit', 'care_note', 'goal', 'emergency_access'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', chart_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', chart_table);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (member_id = ANY ((SELECT chart_scope())::uuid[]))',
            chart_table || '_of_the_actor', chart_table
        );
    END LOOP;
END
$$;

ALTER TABLE chart_read ENABLE ROW LEVEL SECURITY;
ALTER TABLE chart_read FORCE ROW LEVEL SECURITY;
-- Everybody says of themselves that they have read, and of nobody else.
CREATE POLICY chart_read_by_the_reader ON chart_read FOR INSERT
    WITH CHECK (
        reader_role = (SELECT current_setting('soleus.actor_role', true))
        AND reader_id = (SELECT nullif(current_setting('soleus.actor', true), '')::uuid)
    );
CREATE POLICY chart_read_of_the_chart ON chart_read FOR SELECT
    USING (member_id = ANY ((SELECT chart_scope())::uuid[]));

-- A lead PT hands their place over for a period, and the service gives one in an emergency: each in one chart.
CREATE POLICY care_team_member_given_by_the_service ON care_team_member FOR INSERT
    WITH CHECK (
        (SELECT current_setting('soleus.actor_role', true)) = 'service'
        AND member_id = (SELECT nullif(current_setting('soleus.chart', true), '')::uuid)
    );
