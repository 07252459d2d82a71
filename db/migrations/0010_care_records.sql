-- Outcomes, falls, clearances, alerts, suggestions and what belongs to them: rows of the chart like all others.

ALTER TYPE row_kind ADD VALUE 'outcome_response';
ALTER TYPE row_kind ADD VALUE 'fall_report';
ALTER TYPE row_kind ADD VALUE 'clearance';
ALTER TYPE row_kind ADD VALUE 'disclaimer_acknowledgement';
ALTER TYPE row_kind ADD VALUE 'run_phase';
ALTER TYPE row_kind ADD VALUE 'alert';
ALTER TYPE row_kind ADD VALUE 'alert_acknowledgement';
ALTER TYPE row_kind ADD VALUE 'suggestion';

CREATE TABLE outcome_response (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    instrument text NOT NULL,
    form_version integer NOT NULL,
    -- The PSFS's activities in the member's words, and how well each goes.
    activities text[] NOT NULL,
    abilities smallint[] NOT NULL,
    -- The FAAM's answers in the order of the form; null for none. The items' texts are not ours to keep.
    answers smallint[] NOT NULL,
    CONSTRAINT outcome_response_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT outcome_response_version_unique UNIQUE (member_id, version),
    CONSTRAINT outcome_response_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT outcome_response_form_version_in_range CHECK (form_version BETWEEN 1 AND 1000000),
    CONSTRAINT outcome_response_fits_its_form CHECK (
        CASE instrument
        WHEN 'psfs' THEN cardinality(activities) BETWEEN 1 AND 5 AND cardinality(answers) = 0
        WHEN 'faam_adl' THEN cardinality(activities) = 0 AND cardinality(answers) = 21
        WHEN 'faam_sports' THEN cardinality(activities) = 0 AND cardinality(answers) = 8
        ELSE false
        END
    ),
    CONSTRAINT outcome_response_one_ability_each CHECK (cardinality(abilities) = cardinality(activities)),
    CONSTRAINT outcome_response_abilities_in_range CHECK (0 <= ALL (abilities) AND 10 >= ALL (abilities)),
    CONSTRAINT outcome_response_answers_in_range CHECK (
        0 <= ALL (array_remove(answers, NULL)) AND 4 >= ALL (array_remove(answers, NULL))
    )
);

CREATE TABLE fall_report (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    note text,
    CONSTRAINT fall_report_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT fall_report_version_unique UNIQUE (member_id, version),
    CONSTRAINT fall_report_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT fall_report_kind_known CHECK (kind IN ('fall', 'near_fall'))
);

-- A PT's word that a member may exercise again, naming the reports that they had before them.
CREATE TABLE clearance (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    cleared_by uuid NOT NULL,
    seen uuid[] NOT NULL,
    note text NOT NULL,
    CONSTRAINT clearance_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT clearance_version_unique UNIQUE (member_id, version),
    CONSTRAINT clearance_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT clearance_names_reports CHECK (cardinality(seen) BETWEEN 1 AND 100)
);

CREATE TABLE disclaimer_acknowledgement (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    disclaimer text NOT NULL,
    disclaimer_version integer NOT NULL,
    CONSTRAINT disclaimer_acknowledgement_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT disclaimer_acknowledgement_version_unique UNIQUE (member_id, version),
    CONSTRAINT disclaimer_acknowledgement_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT disclaimer_acknowledgement_version_in_range CHECK (disclaimer_version BETWEEN 1 AND 1000000)
);

-- From which day a PT has a member on which phase of walking and running.
CREATE TABLE run_phase (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    phase smallint NOT NULL,
    from_day date NOT NULL,
    CONSTRAINT run_phase_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT run_phase_version_unique UNIQUE (member_id, version),
    CONSTRAINT run_phase_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT run_phase_known CHECK (phase BETWEEN 1 AND 6)
);

-- What a human should look at. Written by the service; of each rule one is open at a time.
CREATE TABLE alert (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    finding text NOT NULL,
    since timestamptz NOT NULL,
    evidence uuid[] NOT NULL,
    words text NOT NULL,
    -- What the member is told to do, where they are to be told something.
    advice text,
    opened_at timestamptz NOT NULL,
    -- The care team's word about it, as its acknowledgements add up.
    acknowledged_at timestamptz,
    snoozed_until timestamptz,
    escalated_at timestamptz,
    closed_at timestamptz,
    group_versions bigint[] NOT NULL,
    -- Of the finding; kept beside it for the index that holds one open alert of a rule.
    rule text GENERATED ALWAYS AS (
        CASE
        WHEN finding IN ('fall', 'near_fall') THEN 'fall'
        WHEN finding LIKE 'pain_%' THEN 'pain'
        WHEN finding LIKE 'function_%' THEN 'function'
        WHEN finding = 'red_flag' THEN 'red_flag'
        ELSE 'engagement'
        END
    ) STORED,
    CONSTRAINT alert_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT alert_version_unique UNIQUE (member_id, version),
    CONSTRAINT alert_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT alert_finding_known CHECK (
        finding IN (
            'red_flag', 'fall', 'near_fall', 'pain_severe', 'pain_jump', 'pain_rising', 'function_lost', 'function_flat',
            'silent_49_hours', 'silent_14_days', 'dropped'
        )
    ),
    CONSTRAINT alert_ends_after_it_began CHECK (closed_at >= opened_at AND escalated_at >= opened_at),
    CONSTRAINT alert_has_group_versions CHECK (cardinality(group_versions) = 1)
);

CREATE UNIQUE INDEX alert_one_open_of_a_rule ON alert (member_id, rule) WHERE closed_at IS NULL;

CREATE TABLE alert_acknowledgement (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    rule text NOT NULL,
    level text NOT NULL,
    evidence uuid[] NOT NULL,
    acknowledged_by uuid NOT NULL,
    at timestamptz NOT NULL,
    snoozed_until timestamptz,
    note text,
    CONSTRAINT alert_acknowledgement_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT alert_acknowledgement_version_unique UNIQUE (member_id, version),
    CONSTRAINT alert_acknowledgement_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT alert_acknowledgement_rule_known CHECK (
        rule IN ('red_flag', 'fall', 'pain', 'function', 'engagement')
    ),
    CONSTRAINT alert_acknowledgement_level_known CHECK (level IN ('low', 'high', 'critical')),
    CONSTRAINT alert_acknowledgement_names_rows CHECK (cardinality(evidence) <= 100),
    CONSTRAINT alert_acknowledgement_critical_stays CHECK (snoozed_until IS NULL OR level <> 'critical'),
    CONSTRAINT alert_acknowledgement_snooze_in_range CHECK (
        snoozed_until > at AND snoozed_until <= at + interval '14 days'
    )
);

-- What the rules proposed when they first did, and what a PT decided about it.
CREATE TABLE suggestion (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    rule text NOT NULL,
    rule_set text NOT NULL,
    -- The proposal and what it is about; see Proposal.
    proposal text NOT NULL,
    exercise text,
    to_exercise text,
    from_day date,
    through_day date,
    minutes_per_week integer,
    phase smallint,
    about_row uuid,
    instrument text,
    evidence uuid[] NOT NULL,
    words text NOT NULL,
    made_at timestamptz NOT NULL,
    decision text,
    decided_by uuid,
    decided_at timestamptz,
    reason text,
    plan_revision integer,
    group_versions bigint[] NOT NULL,
    CONSTRAINT suggestion_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT suggestion_version_unique UNIQUE (member_id, version),
    CONSTRAINT suggestion_chart_fkey FOREIGN KEY (member_id) REFERENCES chart,
    CONSTRAINT suggestion_revision_fkey FOREIGN KEY (member_id, plan_revision)
        REFERENCES plan_revision (member_id, number),
    CONSTRAINT suggestion_rule_known CHECK (
        rule IN ('R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10')
    ),
    CONSTRAINT suggestion_rests_on_rows CHECK (cardinality(evidence) >= 1),
    CONSTRAINT suggestion_phase_known CHECK (phase BETWEEN 1 AND 6),
    CONSTRAINT suggestion_instrument_known CHECK (instrument IN ('psfs', 'faam_adl', 'faam_sports')),
    CONSTRAINT suggestion_decision_known CHECK (decision IN ('accepted', 'edited', 'dismissed')),
    CONSTRAINT suggestion_decision_is_whole CHECK (
        (decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)
        AND (decision IS NULL) = (reason IS NULL)
    ),
    CONSTRAINT suggestion_dismissed_changes_nothing CHECK (decision <> 'dismissed' OR plan_revision IS NULL),
    CONSTRAINT suggestion_has_group_versions CHECK (cardinality(group_versions) = 1)
);

-- The suggestion that a revision was made from.
ALTER TABLE plan_revision ADD COLUMN from_suggestion uuid;

-- Which charts are to be looked at for alerts, and when: marked in the very commit that gives reason for it, so that no
-- crash can lose one, and moved on in the commit that keeps what was found.
CREATE TABLE alert_look (
    member_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    -- A red flag or a fall came in: before all others.
    is_urgent boolean NOT NULL,
    CONSTRAINT alert_look_pkey PRIMARY KEY (member_id),
    CONSTRAINT alert_look_chart_fkey FOREIGN KEY (member_id) REFERENCES chart
);

CREATE INDEX alert_look_due ON alert_look (due_at);
CREATE INDEX alert_look_urgent ON alert_look (due_at) WHERE is_urgent;

-- Every chart that is there is looked at once; the owner, too, is bound by the policies of charts.
ALTER TABLE chart NO FORCE ROW LEVEL SECURITY;
INSERT INTO alert_look (member_id, due_at, is_urgent) SELECT member_id, now(), false FROM chart;
ALTER TABLE chart FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON outcome_response, fall_report TO soleus_care;
GRANT SELECT, INSERT ON clearance, disclaimer_acknowledgement, run_phase, alert_acknowledgement TO soleus_care;
GRANT SELECT, INSERT, UPDATE ON alert, suggestion, alert_look TO soleus_care;

-- Red flags are looked for as far back as there are any.
CREATE INDEX check_in_red_flags ON check_in (member_id) WHERE red_flags <> '{}';

-- Row-level security -----------------------------------------------------------------------------------------------

-- As before; and the service itself may open the one chart that it says it is about, to keep what it found there.
CREATE OR REPLACE FUNCTION chart_scope() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    -- A setting that was made by SET LOCAL reads as '' afterwards, not as null.
    actor_role text := coalesce(current_setting('soleus.actor_role', true), '');
    actor uuid := nullif(current_setting('soleus.actor', true), '')::uuid;
    chart_member uuid := nullif(current_setting('soleus.chart', true), '')::uuid;
    is_handing_over boolean := coalesce(current_setting('soleus.handing_over', true), '') = 'on';
BEGIN
    IF actor_role = 'member' THEN
        RETURN ARRAY[actor];
    ELSIF actor_role = 'service' AND chart_member IS NOT NULL THEN
        RETURN ARRAY[chart_member];
    ELSIF actor_role = 'practitioner' AND is_handing_over THEN
        RETURN ARRAY(
            SELECT place.member_id
            FROM care_team_member AS place
            WHERE place.practitioner_id = actor AND place.member_id = chart_member AND place.valid_from <= now()
                -- A place that was taken back as it began has never been.
                AND place.valid_to IS DISTINCT FROM place.valid_from
        );
    ELSIF actor_role = 'practitioner' THEN
        RETURN ARRAY(
            SELECT place.member_id
            FROM care_team_member AS place
            WHERE place.practitioner_id = actor
                AND (chart_member IS NULL OR place.member_id = chart_member)
                AND place.valid_from <= now()
                AND (place.valid_to IS NULL OR place.valid_to > now())
        );
    END IF;
    RETURN ARRAY[]::uuid[];
END
$$;

DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY[
        'outcome_response', 'fall_report', 'clearance', 'disclaimer_acknowledgement', 'run_phase', 'alert',
        'alert_acknowledgement', 'suggestion', 'alert_look'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', chart_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', chart_table);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (member_id = ANY ((SELECT chart_scope())::uuid[]))',
            chart_table || '_of_the_actor', chart_table
        );
    END LOOP;
END
$$;

-- Whoever looks for the charts that are due sees which, and nothing else of them.
CREATE POLICY alert_look_for_the_service ON alert_look
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'service');

-- The service writes to charts, and marks the places that open them, as every writer does.
CREATE POLICY care_team_member_marked_by_the_service ON care_team_member FOR UPDATE
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'service'
        AND member_id = (SELECT nullif(current_setting('soleus.chart', true), '')::uuid)
    );
CREATE POLICY care_team_member_seen_by_the_service ON care_team_member FOR SELECT
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'service'
        AND member_id = (SELECT nullif(current_setting('soleus.chart', true), '')::uuid)
    );
