-- What each commit costs beside its rows.

-- A row of these three is written by a transaction that has locked the row of its chart and adds an entry to the chart's
-- ledger, whose foreign key to the chart stays: a row of a chart that is not there cannot be committed, and a chart that has
-- rows cannot be deleted. The service may delete no chart at all (0004_charts.sql), and row-level security keeps it within the
-- charts of whoever acts. Looking the same chart up for each row of a push was a tenth of what PostgreSQL did.
ALTER TABLE session_log DROP CONSTRAINT session_log_chart_fkey;
ALTER TABLE check_in DROP CONSTRAINT check_in_chart_fkey;
ALTER TABLE run_log DROP CONSTRAINT run_log_chart_fkey;

-- Rows that are only ever changed find room beside themselves, so that no index has to be told where they have gone.
ALTER TABLE chart SET (fillfactor = 75);
ALTER TABLE device_progress SET (fillfactor = 75);
ALTER TABLE device_status SET (fillfactor = 75);

-- The scope is asked for by every statement, mostly of a member, whose scope is plain: an expression, which the planner
-- puts into the statement, and no function's call. What it says is what it said (0010_care_records.sql).
CREATE FUNCTION chart_scope_of_others() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    -- A setting that was made by SET LOCAL reads as '' afterwards, not as null.
    actor_role text := coalesce(current_setting('soleus.actor_role', true), '');
    actor uuid := nullif(current_setting('soleus.actor', true), '')::uuid;
    chart_member uuid := nullif(current_setting('soleus.chart', true), '')::uuid;
    is_handing_over boolean := coalesce(current_setting('soleus.handing_over', true), '') = 'on';
BEGIN
    IF actor_role = 'service' AND chart_member IS NOT NULL THEN
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

CREATE OR REPLACE FUNCTION chart_scope() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- A setting that was made by SET LOCAL reads as '' afterwards, not as null.
    SELECT CASE current_setting('soleus.actor_role', true)
        WHEN 'member' THEN ARRAY[nullif(current_setting('soleus.actor', true), '')::uuid]
        ELSE chart_scope_of_others()
    END
$$;
