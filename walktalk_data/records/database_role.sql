-- The database role "@role@" of the walk and talk dashboard: @words@
-- Run it in the dashboard's database, as the owner of its tables who may make roles, or as a superuser:
--     psql -v ON_ERROR_STOP=1 -f this_file DATABASE
-- All of it is done, or none. Run it again after an upgrade of the program: then the role has exactly what is written here.
-- It holds no password. Give the role one afterwards, at psql's own prompt: \password "@role@"

BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
DECLARE
    kept record;
BEGIN
    IF to_regclass('public.editions') IS NULL OR to_regclass('access.access_grants') IS NULL THEN
        RAISE EXCEPTION 'The tables of the dashboard are not all in this database'
            USING HINT = 'Load the first files, and grant a role to somebody, in this database; then run this again.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = @role_text@) THEN
        CREATE ROLE "@role@" LOGIN;
    END IF;
    IF EXISTS (
        SELECT FROM pg_catalog.pg_roles WHERE rolname = @role_text@
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
    ) OR EXISTS (SELECT FROM pg_catalog.pg_auth_members WHERE member = '"@role@"'::regrole)
    OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE relowner = '"@role@"'::regrole) THEN
        RAISE EXCEPTION 'The role "@role@" may do more than this, or owns tables'
            USING HINT = 'Choose a name that no role has yet.';
    END IF;
    -- Whatever it had before, it has no more: in every schema that is not PostgreSQL's own.
    FOR kept IN
        SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
    LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM "@role@"', kept.nspname);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM "@role@"', kept.nspname);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM "@role@"', kept.nspname);
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM "@role@"', current_database());
    EXECUTE format('GRANT CONNECT@temporary@ ON DATABASE %I TO "@role@"', current_database());
    EXECUTE format('ALTER ROLE "@role@" IN DATABASE %I SET search_path = public', current_database());
END $$;

GRANT USAGE ON SCHEMA public, access TO "@role@";
@grants@

COMMIT;
