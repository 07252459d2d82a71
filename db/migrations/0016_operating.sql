-- What operators' dashboards ask for, every few seconds and whatever the size of the practice.

-- Loads that wait for something: of hundreds of thousands, a handful.
CREATE INDEX eligibility_load_unsettled ON eligibility_load (state, received_at)
    WHERE state IN ('received', 'parsed', 'validated', 'staged', 'held', 'approved');

-- Alerts that nobody has closed.
CREATE INDEX alert_open ON alert (opened_at) WHERE closed_at IS NULL;

-- How many alerts are open is told without opening a chart: the function counts as the owner, for whom alone there is a
-- policy, and gives nothing but counts and ages. (Only a superuser may give a function a setting of ours.)
CREATE FUNCTION open_alert_counts() RETURNS TABLE (standing text, alert_count bigint, oldest_seconds double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    actor_role text := coalesce(current_setting('soleus.actor_role', true), '');
BEGIN
    PERFORM set_config('soleus.actor_role', 'counting', true);
    RETURN QUERY
        SELECT CASE
                WHEN alert.escalated_at IS NOT NULL THEN 'escalated'
                WHEN alert.acknowledged_at IS NOT NULL THEN 'acknowledged'
                ELSE 'waiting'
            END, count(*), coalesce(extract(epoch FROM now() - min(alert.opened_at)), 0)::double precision
        FROM alert WHERE alert.closed_at IS NULL GROUP BY 1;
    PERFORM set_config('soleus.actor_role', actor_role, true);
END
$$;

DO $$
BEGIN
    EXECUTE format(
        'CREATE POLICY alert_counted_by_the_owner ON alert FOR SELECT TO %I '
        'USING ((SELECT current_setting(''soleus.actor_role'', true)) = ''counting'')',
        current_user
    );
END
$$;

REVOKE EXECUTE ON FUNCTION open_alert_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_alert_counts() TO soleus_care;
