#!/bin/bash
# Runs once, when the PostgreSQL container makes its data directory: creates the roles that Soleus connects as.
#
#   soleus_owner        owns the database and runs the migrations; nothing else connects as it
#   soleus_care         charts, under row-level security; owns nothing
#   soleus_eligibility  rosters and coverage; migrations give it no grant on any chart
#
# The passwords come from the environment and are read by psql itself, so that no process list shows them.
set -euo pipefail
: "${SOLEUS_OWNER_PASSWORD:?}" "${SOLEUS_CARE_PASSWORD:?}" "${SOLEUS_ELIGIBILITY_PASSWORD:?}"

psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv owner_password SOLEUS_OWNER_PASSWORD
\getenv care_password SOLEUS_CARE_PASSWORD
\getenv eligibility_password SOLEUS_ELIGIBILITY_PASSWORD
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
CREATE ROLE soleus_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE soleus_care LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'care_password';
CREATE ROLE soleus_eligibility LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'eligibility_password';
SELECT format('ALTER DATABASE %I OWNER TO soleus_owner', current_database()) \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO soleus_care, soleus_eligibility', current_database()) \gexec
SQL
