-- What sponsors are told about their people in aggregate, and by which rosters a member is covered.

-- Counts below it are not told; a sponsor may ask for more, never for less.
ALTER TABLE sponsor ADD COLUMN smallest_cell integer NOT NULL DEFAULT 11;
ALTER TABLE sponsor ADD CONSTRAINT sponsor_smallest_cell_in_range CHECK (smallest_cell BETWEEN 11 AND 1000);

-- A sponsor's report on one quarter: made once, by the owner, and never changed. It holds what may be told and nothing else:
-- the counts themselves are stored nowhere.
CREATE TABLE sponsor_report (
    sponsor_id uuid NOT NULL,
    period text NOT NULL,
    smallest_cell integer NOT NULL,
    covered_at_least integer NOT NULL,
    covered_at_most integer NOT NULL,
    -- Of those covered, the ones who were on every day since the first report; see CountRounding.
    settled integer NOT NULL,
    frozen_at timestamptz NOT NULL,
    CONSTRAINT sponsor_report_pkey PRIMARY KEY (sponsor_id, period),
    CONSTRAINT sponsor_report_sponsor_fkey FOREIGN KEY (sponsor_id) REFERENCES sponsor,
    CONSTRAINT sponsor_report_period_is_a_quarter CHECK (period ~ '^[0-9]{4}-Q[1-4]$'),
    CONSTRAINT sponsor_report_smallest_cell_large_enough CHECK (smallest_cell >= 11),
    CONSTRAINT sponsor_report_covered_in_range CHECK (covered_at_least BETWEEN 0 AND covered_at_most),
    CONSTRAINT sponsor_report_settled_in_range CHECK (settled BETWEEN 0 AND covered_at_most)
);

-- A report without rows is withheld.
CREATE TABLE sponsor_report_row (
    sponsor_id uuid NOT NULL,
    period text NOT NULL,
    measure text NOT NULL,
    at_least integer NOT NULL,
    at_most integer,
    CONSTRAINT sponsor_report_row_pkey PRIMARY KEY (sponsor_id, period, measure),
    CONSTRAINT sponsor_report_row_report_fkey FOREIGN KEY (sponsor_id, period) REFERENCES sponsor_report,
    -- Eleven values at the least, each a step of eleven; so that a slip in our code cannot tell more.
    CONSTRAINT sponsor_report_row_is_whole_steps CHECK (
        at_least >= 0 AND at_least % 11 = 0 AND (at_most + 1) % 11 = 0 AND at_most >= at_least + 10
    )
);

-- Employers' requests read what is frozen, and cannot change it.
GRANT SELECT ON sponsor_report, sponsor_report_row TO soleus_eligibility;

-- Further rosters that entitle a member, beside the one by which they enrolled: a health plan, a spouse's employer, the next job.
CREATE TABLE further_cover (
    member_id uuid NOT NULL,
    sponsor_id uuid NOT NULL,
    number text NOT NULL,
    linked_at timestamptz NOT NULL,
    CONSTRAINT further_cover_pkey PRIMARY KEY (member_id, sponsor_id, number),
    CONSTRAINT further_cover_member_fkey FOREIGN KEY (member_id) REFERENCES member
);

GRANT SELECT, INSERT ON further_cover TO soleus_care;
ALTER TABLE further_cover ENABLE ROW LEVEL SECURITY;
ALTER TABLE further_cover FORCE ROW LEVEL SECURITY;
CREATE POLICY further_cover_of_the_actor ON further_cover
    USING (member_id = ANY ((SELECT chart_scope())::uuid[]));

-- Reports are counted by the owner alone, who says that it is about that. No request is ever served as the owner.
DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY[
        'enrolled_person', 'member', 'further_cover', 'plan_revision', 'plan_item', 'session_log', 'session_item',
        'session_set', 'check_in'
    ] LOOP
        EXECUTE format(
            'CREATE POLICY %I ON %I FOR SELECT TO CURRENT_USER '
                'USING ((SELECT current_setting(''soleus.actor_role'', true)) = %L)',
            chart_table || '_for_reports', chart_table, 'reporting'
        );
    END LOOP;
END
$$;

-- Sponsors number their people alike: hundreds of them have somebody with a given number. Whoever asks says a birth date or a
-- sponsor as well, and with these no other sponsor's people are read.
DROP INDEX covered_person_number;
DROP INDEX covered_person_subscriber_number;
CREATE INDEX covered_person_number_born ON covered_person (number, birth_date);
CREATE INDEX covered_person_family ON covered_person (subscriber_number, sponsor_id, birth_date);
