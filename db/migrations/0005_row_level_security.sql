-- The second lock behind the services' own checks: which members' rows a transaction can see at all.
--
-- The service says at the start of a transaction who acts (soleus.actor_role, soleus.actor) and, where one chart is
-- touched, whose (soleus.chart). Access is looked up here again, in the care team as it is now. It guards against a
-- slip in our code, not against injected SQL, which could set the three itself.

CREATE FUNCTION chart_scope() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    -- A setting that was made by SET LOCAL reads as '' afterwards, not as null.
    actor_role text := coalesce(current_setting('soleus.actor_role', true), '');
    actor uuid := nullif(current_setting('soleus.actor', true), '')::uuid;
    chart_member uuid := nullif(current_setting('soleus.chart', true), '')::uuid;
BEGIN
    IF actor_role = 'member' THEN
        RETURN ARRAY[actor];
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
        'chart', 'commit_entry', 'device_progress', 'plan_revision', 'plan_item', 'plan_modification', 'session_log',
        'session_item', 'session_set', 'check_in', 'shoe', 'run_log', 'set_aside', 'tombstone', 'member', 'device'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', chart_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', chart_table);
        -- The scope is computed once for a statement, not once for a row.
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (member_id = ANY ((SELECT chart_scope())::uuid[]))',
            chart_table || '_of_the_actor', chart_table
        );
    END LOOP;
END
$$;

-- Operators arrange care: they find members, devices and places on care teams, and see no chart.
CREATE POLICY member_for_operators ON member
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');
CREATE POLICY device_for_operators ON device
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

ALTER TABLE care_team_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE care_team_member FORCE ROW LEVEL SECURITY;
CREATE POLICY care_team_member_for_operators ON care_team_member
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');
-- chart_scope reads this table as the practitioner, so the policy must not call it.
CREATE POLICY care_team_member_of_the_practitioner ON care_team_member FOR SELECT
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'practitioner'
        AND practitioner_id = (SELECT nullif(current_setting('soleus.actor', true), '')::uuid)
    );
CREATE POLICY care_team_member_of_the_member ON care_team_member FOR SELECT
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'member'
        AND member_id = (SELECT nullif(current_setting('soleus.actor', true), '')::uuid)
    );

-- Enrolment asks whether a roster entry has been used before there is an actor; the row says nothing but that.
ALTER TABLE enrolled_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolled_person FORCE ROW LEVEL SECURITY;
CREATE POLICY enrolled_person_for_enrolment ON enrolled_person
    USING ((SELECT current_setting('soleus.actor_role', true)) IN ('member', 'operator'));
