-- The database role "@role@" of a partner instance of the walk and talk dashboard.
-- Run it in the dashboard's database, as the owner of its tables or as a superuser, who may make roles:
--     psql -v ON_ERROR_STOP=1 -f this_file DATABASE
-- All of it is done, or none. It may be run again: then the role has exactly what is written here, and no other borough.
-- It holds no password. Give the role one afterwards, at psql's own prompt: \password "@role@"

BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
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
    ) OR EXISTS (SELECT FROM pg_catalog.pg_auth_members WHERE member = '"@role@"'::regrole) THEN
        RAISE EXCEPTION 'The role "@role@" may do more than a partner instance may'
            USING HINT = 'Choose a name that no role has yet.';
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO "@role@"', current_database());
    -- The names of tables that the program asks for are found among what is shared, and nowhere else.
    EXECUTE format('ALTER ROLE "@role@" IN DATABASE %I SET search_path = partner', current_database());
END $$;

-- All that any partner instance can reach stands in this schema. Its views read with the rights of their owner.
CREATE SCHEMA IF NOT EXISTS partner;

CREATE TABLE IF NOT EXISTS partner.role_boroughs (
    role_name name NOT NULL,
    borough varchar NOT NULL,
    PRIMARY KEY (role_name, borough)
);
COMMENT ON TABLE partner.role_boroughs IS 'One row a borough of a role. No such role can read or change it.';

CREATE TABLE IF NOT EXISTS partner.edition_boroughs (
    number integer NOT NULL,
    borough varchar NOT NULL,
    PRIMARY KEY (number, borough)
);
COMMENT ON TABLE partner.edition_boroughs IS 'One row a borough of an edition, as its content says. Without a row nobody here sees it.';

CREATE OR REPLACE FUNCTION partner.note_boroughs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM partner.edition_boroughs WHERE number = NEW.number;
    INSERT INTO partner.edition_boroughs (number, borough)
    SELECT DISTINCT NEW.number, borough FROM json_array_elements_text(NEW.content::json -> 'boroughs') AS said (borough);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS note_boroughs ON public.editions;
CREATE TRIGGER note_boroughs AFTER INSERT OR UPDATE OF number, content ON public.editions
FOR EACH ROW EXECUTE FUNCTION partner.note_boroughs();

INSERT INTO partner.edition_boroughs (number, borough)
SELECT number, borough FROM public.editions, json_array_elements_text(content::json -> 'boroughs') AS said (borough)
ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW partner.about AS
SELECT name, value FROM public.about WHERE name IN ('data_version', 'sample', 'sample_sha256');

CREATE OR REPLACE VIEW partner.alembic_version AS SELECT version_num FROM public.alembic_version;

-- The editions that include a borough of the role's. What a withdrawn one told is for the police alone, and so are officers' names.
CREATE OR REPLACE VIEW partner.editions WITH (security_barrier) AS
SELECT
    number, unit, audience, name, first_day, last_day, as_at, data_version, published_at,
    NULL::varchar AS published_by,
    CASE WHEN withdrawn_at IS NULL THEN content END AS content,
    sha256, withdrawn_at,
    NULL::varchar AS withdrawn_by,
    withdrawn_because, replaced_by
FROM public.editions AS edition
WHERE audience IN ('partner', 'public') AND EXISTS (
    SELECT FROM partner.edition_boroughs JOIN partner.role_boroughs USING (borough)
    WHERE number = edition.number AND role_name = current_user
);

CREATE OR REPLACE VIEW partner.access_about AS
SELECT name, value FROM access.access_about WHERE name = 'schema_version';

-- The grants of partners who have a borough of the role's, with those boroughs alone, and of the public; who gave them is left out.
CREATE OR REPLACE VIEW partner.access_grant_boroughs WITH (security_barrier) AS
SELECT grant_id, borough FROM access.access_grant_boroughs JOIN partner.role_boroughs USING (borough)
WHERE role_name = current_user AND grant_id IN (
    SELECT grant_id FROM access.access_grants WHERE role = 'partner' AND revoked_at IS NULL
);

CREATE OR REPLACE VIEW partner.access_grants WITH (security_barrier) AS
SELECT
    grant_id, issuer, kind, value, role, granted_at, ''::varchar AS granted_by, revoked_at, NULL::varchar AS revoked_by
FROM access.access_grants
WHERE revoked_at IS NULL AND (role = 'public' OR grant_id IN (SELECT grant_id FROM partner.access_grant_boroughs));

-- Sign-ins of each instance, apart from those of the police: who could write there would be let in there as anybody.
CREATE TABLE IF NOT EXISTS partner.access_sign_ins (
    role_name name NOT NULL DEFAULT current_user,
    cookie_sha256 varchar(64) NOT NULL,
    provider varchar NOT NULL,
    issuer varchar NOT NULL,
    subject varchar NOT NULL,
    email varchar,
    groups text NOT NULL,
    signed_in_at timestamp NOT NULL,
    last_seen_at timestamp NOT NULL,
    ended_at timestamp,
    PRIMARY KEY (role_name, cookie_sha256)
);
COMMENT ON TABLE partner.access_sign_ins IS 'One row a sign-in at an instance. Each role sees and changes its own.';
ALTER TABLE partner.access_sign_ins ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own_sign_ins ON partner.access_sign_ins;
CREATE POLICY own_sign_ins ON partner.access_sign_ins USING (role_name = current_user) WITH CHECK (role_name = current_user);

-- The audit log, to be added to and not to be read. When it was, and at which instance, the database says and not the instance.
CREATE OR REPLACE VIEW partner.access_audit AS
SELECT entry_id, at, who, issuer, subject, act, what FROM access.access_audit WHERE false;
CREATE OR REPLACE FUNCTION partner.write_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO access.access_audit (at, who, issuer, subject, act, what) VALUES (
        clock_timestamp() AT TIME ZONE 'UTC', NEW.who, NEW.issuer, NEW.subject, NEW.act,
        concat_ws(' ', nullif(NEW.what, ''), '(partner instance ' || session_user || ')')
    );
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS write_entry ON partner.access_audit;
CREATE TRIGGER write_entry INSTEAD OF INSERT ON partner.access_audit
FOR EACH ROW EXECUTE FUNCTION partner.write_entry();

-- Whoever runs this, it is the owner of the editions who lends the rights.
DO $$
DECLARE
    owner name := (SELECT pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = 'public.editions'::regclass);
    made regclass;
BEGIN
    FOR made IN SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = 'partner'::regnamespace AND relkind IN ('r', 'v') LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO %I', made, owner);
    END LOOP;
    EXECUTE format('ALTER FUNCTION partner.note_boroughs() OWNER TO %I', owner);
    EXECUTE format('ALTER FUNCTION partner.write_entry() OWNER TO %I', owner);
    EXECUTE format('ALTER SCHEMA partner OWNER TO %I', owner);
END $$;

REVOKE ALL ON FUNCTION partner.note_boroughs(), partner.write_entry() FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public, access, partner FROM "@role@";
REVOKE ALL ON SCHEMA public, access, partner FROM "@role@";
GRANT USAGE ON SCHEMA partner TO "@role@";
GRANT SELECT ON
    partner.about, partner.alembic_version, partner.editions,
    partner.access_about, partner.access_grants, partner.access_grant_boroughs
TO "@role@";
GRANT SELECT, INSERT, DELETE, UPDATE (last_seen_at, ended_at) ON partner.access_sign_ins TO "@role@";
GRANT INSERT ON partner.access_audit TO "@role@";

DELETE FROM partner.role_boroughs WHERE role_name = @role_text@;
INSERT INTO partner.role_boroughs (role_name, borough) VALUES @boroughs@;

COMMIT;
