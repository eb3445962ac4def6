-- Letting devices in and out. Owned by pz_prov, the only role that may make login roles.

-- The owner's list of users is the list of members; the last owner stays, whatever two of them do at once: who
-- is the last is known under the counter's lock alone.
CREATE FUNCTION pz.register_member(p_ws uuid, p_user uuid, p_role text, p_active boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.check_people(p_ws, p_user);
  INSERT INTO pz.members AS m (workspace_id, user_id, role, revoked_at)
    VALUES (p_ws, p_user, p_role, CASE WHEN NOT p_active THEN now() END)
    ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role,
      revoked_at = CASE WHEN NOT p_active THEN coalesce(m.revoked_at, now()) END;
  IF NOT EXISTS (SELECT FROM pz.members m
      WHERE m.workspace_id = p_ws AND m.role = 'OWNER' AND m.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'the last owner stays' USING ERRCODE = 'PZM01';
  END IF;
END $$;

CREATE FUNCTION pz.members_follow_users() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.register_member(NEW.workspace_id, NEW.id, NEW.role, NEW.is_active AND NEW.deleted_at IS NULL);
  RETURN NULL;
END $$;

CREATE FUNCTION pzapi.register_user(p_ws uuid, p_user uuid, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  PERFORM pz.register_member(p_ws, p_user, p_role, true);
END $$;

-- Whether a name holds what a terminal would obey or a reader be misled by: control characters, ends of lines, marks
-- that turn the direction of writing round, and what is not seen at all, so that two names look alike. A mark that keeps
-- two Arabic letters apart is seen. `core.domain.printable` is its twin.
CREATE FUNCTION pz.has_control(p_name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_name ~ (
  '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200d-\u200f\u2028-\u202e'
  '\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]'
  '|(?<![\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f])\u200c'
  '|\u200c(?![\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f])');

CREATE FUNCTION pz.check_device(p_login text, p_verifier text, p_name text, p_sign bytea, p_hpke bytea, p_cert bytea)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_login IS NULL OR p_login !~ '^pzd_[0-9a-f]{32}$' OR p_verifier IS NULL OR p_verifier
      !~ '^SCRAM-SHA-256\$[1-9][0-9]{3,5}:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' THEN
    RAISE EXCEPTION 'bad login' USING ERRCODE = 'PZB02';
  END IF;
  IF octet_length(p_sign) IS DISTINCT FROM 32 OR octet_length(p_hpke) IS DISTINCT FROM 32
      OR p_name IS NULL OR char_length(p_name) NOT BETWEEN 1 AND 100 OR pz.has_control(p_name) THEN
    RAISE EXCEPTION 'bad device' USING ERRCODE = 'PZB02';
  END IF;
  PERFORM pz.check_cert(p_cert);
END $$;

CREATE FUNCTION pz.make_login(p_login text, p_verifier text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET createrole_self_grant = '' AS $$
BEGIN
  EXECUTE format('CREATE ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
    ' CONNECTION LIMIT 4 PASSWORD %L', p_login, p_verifier);
  PERFORM pz.settle_login(p_login::name);
  EXECUTE format('GRANT pz_member TO %I WITH ADMIN FALSE, INHERIT TRUE, SET FALSE', p_login);
  PERFORM pz.let_connect(p_login::name, true);
END $$;

-- Makes the device, or leaves it alone when this very one is known: an answer may have been lost, or another
-- practice let it in before. Then its password must be the one asked for, not one of that practice's choice.
CREATE FUNCTION pz.place_device(p_user uuid, p_device uuid, p_login text, p_verifier text, p_name text,
  p_sign bytea, p_hpke bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known pz.devices;
BEGIN
  SELECT * INTO known FROM pz.devices d WHERE d.device_id = p_device OR d.login_role = p_login;
  IF known.device_id IS NULL THEN
    PERFORM pz.make_login(p_login, p_verifier);
    INSERT INTO pz.devices (device_id, login_role, user_id, name, sign_pub, hpke_pub, enrolled_by, verifier)
      VALUES (p_device, p_login, p_user, p_name, p_sign, p_hpke, session_user, p_verifier);
  ELSIF known.revoked_at IS NOT NULL OR (known.device_id, known.login_role, known.user_id, known.sign_pub,
      known.hpke_pub, known.verifier) IS DISTINCT FROM (p_device, p_login, p_user, p_sign, p_hpke, p_verifier) THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
END $$;

-- Also when it is in already: the answer may have been lost.
CREATE FUNCTION pz.grant_device(p_ws uuid, p_device uuid, p_cert bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO pz.device_grants (workspace_id, device_id, cert, granted_by)
    VALUES (p_ws, p_device, p_cert, session_user) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    PERFORM pz.keep_cert(p_ws, p_device, p_cert);
  ELSIF NOT EXISTS (SELECT FROM pz.device_grants g
      JOIN pz.device_certs c ON c.workspace_id = g.workspace_id AND c.device_id = g.device_id
      WHERE g.workspace_id = p_ws AND g.device_id = p_device AND c.cert = p_cert AND g.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
END $$;

-- p_keys: [[key_no, device_id, blob as base64], ...]; what is there already stays as it is. Numbers above the
-- current one are the next rotation's: nobody may stand in its way.
CREATE FUNCTION pz.store_keys(p_ws uuid, p_keys jsonb, p_by uuid) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  stored int;
BEGIN
  IF jsonb_typeof(p_keys) IS DISTINCT FROM 'array' OR jsonb_array_length(p_keys) > 1000 THEN
    RAISE EXCEPTION 'bad keys' USING ERRCODE = 'PZB02';
  END IF;
  -- One beyond the current key would wait for a rotation to come, and stand in its way.
  IF EXISTS (SELECT FROM jsonb_array_elements(p_keys) k
      WHERE pz.base_no((k ->> 0)::int) NOT BETWEEN 0 AND pz.current_key_no(p_ws)) THEN
    RAISE EXCEPTION 'no such key' USING ERRCODE = 'PZB02';
  END IF;
  INSERT INTO pz.wrapped_keys (workspace_id, key_no, device_id, blob, wrapped_by)
    SELECT p_ws, (k ->> 0)::int, g.device_id, decode(k ->> 2, 'base64'), p_by
    FROM jsonb_array_elements(p_keys) k
    JOIN pz.device_grants g ON g.workspace_id = p_ws AND g.device_id = (k ->> 1)::uuid AND g.revoked_at IS NULL
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS stored = ROW_COUNT;
  RETURN stored;
END $$;

CREATE FUNCTION pz.generation(p_ws uuid) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((SELECT max(m.generation) FROM pz.key_manifests m WHERE m.workspace_id = p_ws), 0);

-- True when a device that is in was not given this key.
CREATE FUNCTION pz.lacks_key(p_ws uuid, p_key_no int) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM pz.device_grants g WHERE g.workspace_id = p_ws AND g.revoked_at IS NULL
  AND NOT EXISTS (SELECT FROM pz.wrapped_keys w WHERE w.workspace_id = p_ws AND w.key_no = p_key_no
    AND w.device_id = g.device_id));

CREATE FUNCTION pzapi.put_wrapped_keys(p_ws uuid, p_keys jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  RETURN pz.store_keys(p_ws, p_keys, pz.my_device());
END $$;

-- Opens one workspace, the caller's own, to one device of one of its members.
CREATE FUNCTION pzapi.enrol_device(p_ws uuid, p_user uuid, p_device uuid, p_login text, p_verifier text,
  p_name text, p_sign bytea, p_hpke bytea, p_cert bytea, p_keys jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);  -- a rotation counts the devices that are in
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  PERFORM pz.check_device(p_login, p_verifier, p_name, p_sign, p_hpke, p_cert);
  IF NOT EXISTS (SELECT FROM pz.members m
      WHERE m.workspace_id = p_ws AND m.user_id = p_user AND m.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  PERFORM pz.check_devices(p_ws, p_user, p_device);
  PERFORM pz.place_device(p_user, p_device, p_login, p_verifier, p_name, p_sign, p_hpke);
  PERFORM pz.grant_device(p_ws, p_device, p_cert);
  PERFORM pz.share_connections(p_ws);
  PERFORM pz.store_keys(p_ws, p_keys, pz.my_device());
  IF pz.generation(p_ws) > 0 AND NOT EXISTS (SELECT FROM pz.wrapped_keys w WHERE w.workspace_id = p_ws
      AND w.device_id = p_device AND w.key_no = pz.current_key_no(p_ws)) THEN
    RAISE EXCEPTION 'the keys changed' USING ERRCODE = 'PZK01';
  END IF;
END $$;

-- Ends what a device has open, so that it cannot hold on to rows that others need. Best effort: a login that
-- somebody else made on this server is not ours to end, and being refused must not depend on that.
CREATE FUNCTION pz.end_connections(p_device uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login text := (SELECT d.login_role FROM pz.devices d WHERE d.device_id = p_device);
BEGIN
  EXECUTE format('GRANT %I TO pz_prov WITH INHERIT TRUE, SET FALSE', login);
  PERFORM pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a
    WHERE a.usename = login AND a.pid <> pg_backend_pid();
  EXECUTE format('REVOKE %I FROM pz_prov', login);
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
  NULL;
END $$;

-- True when a device has something open that it wrote or locked: whoever needs that row would wait for it.
CREATE FUNCTION pz.holds_rows(p_device uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  JOIN pz.devices d ON d.login_role = a.usename
  WHERE d.device_id = p_device AND l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
    AND a.pid <> pg_backend_pid());

-- Takes what a device could hold on to: the counter for which all others queue, and the rows that shut it out.
-- What it passed before, it cannot pass again: every call asks anew once it has the counter.
CREATE FUNCTION pz.seize(p_ws uuid, p_device uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pz.holds_rows(p_device) THEN
    PERFORM pz.end_connections(p_device);
  END IF;
  PERFORM pz.lock_head(p_ws);
  PERFORM FROM pz.device_grants g
    WHERE g.workspace_id = p_ws AND g.device_id = p_device FOR NO KEY UPDATE NOWAIT;
  PERFORM FROM pz.devices d WHERE d.device_id = p_device FOR NO KEY UPDATE NOWAIT;
EXCEPTION WHEN lock_not_available THEN
  PERFORM pz.end_connections(p_device);
END $$;

-- Closes a workspace to a device; true when the device has no workspace left and is out for good. The
-- refusal holds from the next statement on, whether or not its login could be shut as well.
CREATE FUNCTION pz.withdraw(p_ws uuid, p_device uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  login text;
BEGIN
  IF p_device IS DISTINCT FROM pz.my_device() THEN  -- who leaves holds up nobody
    PERFORM pz.seize(p_ws, p_device);
  END IF;
  UPDATE pz.device_grants g SET revoked_at = coalesce(g.revoked_at, now())
    WHERE g.workspace_id = p_ws AND g.device_id = p_device;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  IF EXISTS (SELECT FROM pz.device_grants g WHERE g.device_id = p_device AND g.revoked_at IS NULL) THEN
    RETURN false;
  END IF;
  UPDATE pz.devices d SET revoked_at = coalesce(d.revoked_at, now())
    WHERE d.device_id = p_device RETURNING d.login_role INTO login;
  BEGIN
    EXECUTE format('ALTER ROLE %I NOLOGIN', login);
  EXCEPTION
    WHEN lock_not_available THEN
      PERFORM pz.end_connections(p_device);
      EXECUTE format('ALTER ROLE %I NOLOGIN', login);
    WHEN insufficient_privilege OR undefined_object THEN
      NULL;
  END;
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = login AND r.rolcanlogin) THEN  -- else it is told why
    PERFORM pz.keep_out(login::name);
  END IF;
  RETURN true;
END $$;

CREATE FUNCTION pzapi.revoke_device(p_ws uuid, p_device uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  is_own boolean := p_device IS NOT DISTINCT FROM pz.my_device();
  is_out boolean;
BEGIN
  IF pz.admit(p_ws) <> 'OWNER' AND NOT is_own THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  is_out := pz.withdraw(p_ws, p_device);
  IF NOT is_own THEN
    PERFORM pz.admit_owner(p_ws);  -- again: whom it shuts out may have been quicker with the counter
  END IF;
  RETURN is_out;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.register_user(uuid, uuid, text), pzapi.put_wrapped_keys(uuid, jsonb),
  pzapi.enrol_device(uuid, uuid, uuid, text, text, text, bytea, bytea, bytea, jsonb),
  pzapi.revoke_device(uuid, uuid) TO pz_member;
GRANT EXECUTE ON FUNCTION pz.members_follow_users() TO pz_owner;
