-- When a life of the database ends: at a fail-over at once, and by no clock.
--
-- The values stay what they were: a timeline is the same number wherever PostgreSQL tells it.

-- The timeline of the log that is written now. The control file has it only from the end of the next checkpoint on, which
-- comes minutes after a standby was promoted.
CREATE FUNCTION timeline_now() RETURNS integer
LANGUAGE sql STABLE
AS $$ SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer $$;

REVOKE EXECUTE ON FUNCTION timeline_now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION timeline_now() TO soleus_care;

-- Renews the incarnation when PostgreSQL is not the one that it was, and says which one holds. The service calls it at
-- start-up and whenever it has connected anew; `force` is the operator's word that a backup was restored into the same server.
CREATE OR REPLACE FUNCTION current_incarnation(force boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    system_now bigint := (SELECT system_identifier FROM pg_control_system());
    timeline_now integer := public.timeline_now();
    found public.incarnation;
BEGIN
    LOCK TABLE public.incarnation IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO found FROM public.incarnation ORDER BY began_at DESC LIMIT 1;
    IF found.system_identifier = system_now AND found.timeline = timeline_now AND NOT force THEN
        RETURN found.incarnation_id;
    END IF;
    -- The life that began last is the one that holds. A clock that was set back must not give a new life an earlier beginning.
    INSERT INTO public.incarnation (incarnation_id, system_identifier, timeline, began_at)
    VALUES (
        gen_random_uuid(), system_now, timeline_now,
        greatest(clock_timestamp(), found.began_at + interval '1 microsecond')
    )
    RETURNING * INTO found;
    RETURN found.incarnation_id;
END
$$;

-- The incarnation that holds, for every answer and every commit. After a fail-over there is none until somebody has asked
-- current_incarnation: whatever is tried before that fails as if the server were still away, so that nothing is told or
-- recorded under a life that has ended.
CREATE FUNCTION present_incarnation() RETURNS uuid
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found public.incarnation;
BEGIN
    SELECT * INTO found FROM public.incarnation ORDER BY began_at DESC LIMIT 1;
    IF found.timeline IS DISTINCT FROM public.timeline_now() THEN
        RAISE EXCEPTION 'this server has taken the place of another, and its life has not begun'
            USING ERRCODE = 'cannot_connect_now';
    END IF;
    RETURN found.incarnation_id;
END
$$;

REVOKE EXECUTE ON FUNCTION present_incarnation() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION present_incarnation() TO soleus_care;
