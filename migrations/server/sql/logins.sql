-- What bounds a device's login, as roles' settings. A login can change its own and nobody can forbid that, so
-- whoever runs the server puts them back (`pazpaz server guard`). Owned by pz_prov, which made the logins.

-- As PostgreSQL keeps them. transaction_timeout came with 17.
CREATE FUNCTION pz.login_settings() RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN ARRAY['idle_in_transaction_session_timeout=5s', 'lock_timeout=5s', 'statement_timeout=30s',
    'client_connection_check_interval=5s', 'tcp_keepalives_idle=30s',
    'default_transaction_isolation=read committed', 'search_path=pzapi']
  || CASE WHEN current_setting('server_version_num')::int >= 170000
    THEN ARRAY['transaction_timeout=60s'] ELSE '{}' END;

-- Bytes of settings that a login has and should not have; 0 when it has exactly ours.
CREATE FUNCTION pz.foreign_settings(p_login name) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(sum(octet_length(x)), 0) FROM pg_db_role_setting s
    JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) x
    WHERE r.rolname = p_login AND (s.setdatabase <> 0 OR x <> ALL (pz.login_settings())))
  + (SELECT count(*) FROM unnest(pz.login_settings()) x WHERE NOT EXISTS (
    SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
    WHERE r.rolname = p_login AND s.setdatabase = 0 AND x = ANY (s.setconfig)));

-- Default privileges, and large objects on a server that was not hardened: a login has no business to own any.
CREATE FUNCTION pz.owned_things(p_login name) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT count(*) FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
  WHERE r.rolname = p_login AND s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o'
    AND s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()));

-- It takes what was granted to the login as well, in every database of the server: where it might connect it may again.
CREATE FUNCTION pz.drop_owned(p_login name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  bases name[] := ARRAY(SELECT b.datname FROM pg_database b, aclexplode(b.datacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE r.rolname = p_login AND a.privilege_type = 'CONNECT');
  base name;
BEGIN
  EXECUTE format('GRANT %I TO pz_prov WITH INHERIT TRUE, SET FALSE', p_login);
  EXECUTE format('DROP OWNED BY %I', p_login);
  EXECUTE format('REVOKE %I FROM pz_prov', p_login);
  FOREACH base IN ARRAY bases LOOP
    PERFORM pz.let_connect(p_login, true, base);
  END LOOP;
END $$;

CREATE FUNCTION pz.settle_login(p_login name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  base name;
  setting text;
BEGIN
  FOR base IN SELECT d.datname FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
      JOIN pg_database d ON d.oid = s.setdatabase WHERE r.rolname = p_login LOOP
    EXECUTE format('ALTER ROLE %I IN DATABASE %I RESET ALL', p_login, base);
  END LOOP;
  EXECUTE format('ALTER ROLE %I RESET ALL', p_login);
  FOREACH setting IN ARRAY pz.login_settings() LOOP
    EXECUTE format('ALTER ROLE %I SET %I = %L', p_login, split_part(setting, '=', 1), split_part(setting, '=', 2));
  END LOOP;
END $$;

-- Who may connect to this database: logins belong to the whole server, and those of another clinic on it have no business
-- here. Its list is one row of a catalog, and who changes that at the same time as another is refused; so once more.
CREATE FUNCTION pz.let_connect(p_login name, p_may boolean, p_base name DEFAULT current_database()) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  order_ text := CASE WHEN p_may THEN 'GRANT CONNECT ON DATABASE %I TO %I' ELSE 'REVOKE CONNECT ON DATABASE %I FROM %I' END;
BEGIN
  FOR attempt IN 1..3 LOOP
    BEGIN
      EXECUTE format(order_, p_base, p_login);
      RETURN;
    EXCEPTION WHEN internal_error THEN
      NULL;
    END;
  END LOOP;
  RAISE EXCEPTION 'busy' USING ERRCODE = 'lock_not_available';
END $$;

-- Best effort: being refused must not depend on it. Who removes itself is out by its login: if it left the transaction
-- open, everybody who is let in or out would wait for the database.
CREATE FUNCTION pz.keep_out(p_login name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_login <> session_user THEN
    PERFORM pz.let_connect(p_login, false);
  END IF;
EXCEPTION WHEN insufficient_privilege OR undefined_object OR lock_not_available OR deadlock_detected THEN
  NULL;
END $$;

-- Whoever is in, or has an order to obey, and may not connect yet.
CREATE FUNCTION pz.let_all_connect() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login name;
BEGIN
  FOR login IN SELECT r.rolname FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
      WHERE r.rolcanlogin AND r.oid NOT IN (SELECT a.grantee FROM pg_database b, aclexplode(b.datacl) a
        WHERE b.datname = current_database() AND a.privilege_type = 'CONNECT') LOOP
    PERFORM pz.let_connect(login, true);
  END LOOP;
END $$;

-- Shares the connections of a practice out anew. A login of several practices has the least of them; one that changes
-- itself at this very moment, so that it would hold up who lets a device in, has its turn when the guard looks.
CREATE FUNCTION pz.share_connections(p_ws uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT x.login, x.share FROM (
      SELECT r.rolname AS login, r.rolconnlimit AS has, (SELECT min(pz.connections_each(o.workspace_id))
          FROM pz.device_grants o WHERE o.device_id = d.device_id AND o.revoked_at IS NULL) AS share
        FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
        JOIN pg_roles r ON r.rolname = d.login_role
        WHERE g.workspace_id = p_ws AND g.revoked_at IS NULL AND d.revoked_at IS NULL) x
      WHERE x.has IS DISTINCT FROM x.share AND x.has <> 2 LOOP  -- two: it is out, and this is a copy of before
    BEGIN
      EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', one.login, one.share);
    EXCEPTION WHEN insufficient_privilege OR undefined_object OR lock_not_available OR internal_error THEN
      NULL;
    END;
  END LOOP;
END $$;

CREATE FUNCTION pz.share_all_connections() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.share_connections(w.workspace_id) FROM (SELECT DISTINCT g.workspace_id FROM pz.device_grants g) w;
  -- Orders of before a login that is out was told by its two connections.
  PERFORM pz.open_login(d.device_id, true) FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
    WHERE d.revoked_at IS NOT NULL AND r.rolcanlogin AND r.rolconnlimit <> 2
      AND EXISTS (SELECT FROM pz.wipe_orders o WHERE o.device_id = d.device_id AND o.obeyed_at IS NULL);
END $$;

-- Logins of this database that were put back. One that somebody else made is not ours to change, and one whose
-- device changes its settings at this very moment has its turn the next time.
CREATE FUNCTION pz.settle_logins() RETURNS SETOF name
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login name;
BEGIN
  FOR login IN SELECT d.login_role FROM pz.devices d JOIN pg_roles r ON r.rolname = d.login_role
      WHERE pz.foreign_settings(r.rolname) > 0 OR pz.owned_things(r.rolname) > 0 LOOP
    BEGIN
      PERFORM pz.settle_login(login);
      IF pz.owned_things(login) > 0 THEN
        PERFORM pz.drop_owned(login);
      END IF;
      RETURN NEXT login;
    EXCEPTION WHEN insufficient_privilege OR undefined_object OR lock_not_available OR internal_error THEN
      NULL;
    END;
  END LOOP;
  PERFORM pz.share_all_connections();
END $$;

-- Lets the caller, as pz_prov, see and end what these logins have open, where it may not do so anyway. For a
-- transaction that is taken back.
CREATE FUNCTION pz.take_logins(p_logins name[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login name;
BEGIN
  FOREACH login IN ARRAY p_logins LOOP
    BEGIN
      EXECUTE format('GRANT %I TO pz_prov WITH INHERIT TRUE, SET FALSE', login);
    EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
      NULL;
    END;
  END LOOP;
END $$;
