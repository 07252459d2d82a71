-- Two roles serve, and own nothing. Whoever applies migrations owns the tables and may do neither's work.
--
-- They may log in, and have no password until the operator gives them one: on a socket that only the operating
-- system's users can reach, none is needed.

DO $$
BEGIN
    -- Charts, care teams, the directory: under row-level security.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'soleus_care') THEN
        CREATE ROLE soleus_care LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    -- Rosters, coverage, loads. No grant on anything that says how somebody is.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'soleus_eligibility') THEN
        CREATE ROLE soleus_eligibility LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION
    -- Roles belong to the whole server: a migration of a neighbouring database may just have made them.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO soleus_care, soleus_eligibility;
