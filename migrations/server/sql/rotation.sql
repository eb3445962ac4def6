-- New workspace keys, and the last word to a device that was shut out. Owned by pz_prov.

-- The server cannot tell a list that an owner signed from any other: a stolen login may put one on top, and
-- laptops pass over it. So that they find the last one that holds, a device makes few in a day.
CREATE FUNCTION pz.check_lists(p_ws uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM pz.key_manifests m WHERE m.workspace_id = p_ws AND m.made_by = pz.my_device()
      AND m.made_at > now() - interval '1 day') >= 20 THEN
    RAISE EXCEPTION 'too many lists' USING ERRCODE = 'PZK03';
  END IF;
END $$;

-- Keys that are in use stay as they are; what stands above the current number was never anybody's key.
CREATE FUNCTION pz.keep_keys() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pz.base_no(OLD.key_no) <= pz.current_key_no(OLD.workspace_id) THEN
    RAISE EXCEPTION 'keys in use stay' USING ERRCODE = 'PZA01';
  END IF;
  RETURN OLD;
END $$;

-- One rotation: the owner's list of keys, the new key for every device that is in and for the recovery paper, or
-- nothing of it. With p_clinical the key has a clinical twin, for those to whom the owner's device gives it; the
-- server cannot tell who should have it. What somebody put under the number before makes room.
CREATE FUNCTION pzapi.rotate_keys(p_ws uuid, p_generation int, p_key_no int, p_papers bytea, p_keys jsonb,
  p_grace_s int, p_paper bytea DEFAULT NULL, p_clinical boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  IF p_generation IS DISTINCT FROM pz.generation(p_ws) + 1 THEN
    RAISE EXCEPTION 'another rotation came first' USING ERRCODE = 'PZK01';
  END IF;
  IF p_key_no IS DISTINCT FROM pz.current_key_no(p_ws) + 1 OR p_papers IS NULL
      OR p_grace_s NOT BETWEEN 0 AND 2592000 THEN
    RAISE EXCEPTION 'bad rotation' USING ERRCODE = 'PZB02';
  END IF;
  PERFORM pz.check_lists(p_ws);
  DELETE FROM pz.wrapped_keys w WHERE w.workspace_id = p_ws AND pz.base_no(w.key_no) >= p_key_no;
  INSERT INTO pz.key_manifests (workspace_id, generation, key_no, papers, made_by, grace_until, clinical)
    VALUES (p_ws, p_generation, p_key_no, p_papers, pz.my_device(), now() + p_grace_s * interval '1 second',
      p_clinical IS TRUE);
  IF p_clinical THEN
    PERFORM pz.require_schema(p_ws, 2);
  END IF;
  PERFORM pz.store_keys(p_ws, p_keys, pz.my_device());
  PERFORM pz.keep_paper(p_ws, p_paper);
  IF EXISTS (SELECT FROM jsonb_array_elements(p_keys) k WHERE pz.base_no((k ->> 0)::int) <> p_key_no)
      OR pz.lacks_key(p_ws, p_key_no) OR EXISTS (SELECT FROM pz.wrapped_keys w WHERE w.workspace_id = p_ws
        AND pz.base_no(w.key_no) = p_key_no AND w.wrapped_by <> pz.my_device()) THEN
    RAISE EXCEPTION 'the devices changed' USING ERRCODE = 'PZK01';
  END IF;
EXCEPTION
  WHEN data_exception OR integrity_constraint_violation THEN
    RAISE EXCEPTION 'bad rotation' USING ERRCODE = 'PZB02';
END $$;

-- The next list with the same key: by it the owner says that every genuine row has a seal. What a rotation
-- before it left to those who have not heard of it goes on.
CREATE FUNCTION pzapi.declare_sealed(p_ws uuid, p_generation int, p_papers bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  IF p_generation IS DISTINCT FROM pz.generation(p_ws) + 1 THEN
    RAISE EXCEPTION 'another rotation came first' USING ERRCODE = 'PZK01';
  END IF;
  IF p_papers IS NULL THEN
    RAISE EXCEPTION 'bad list' USING ERRCODE = 'PZB02';
  END IF;
  PERFORM pz.check_lists(p_ws);
  INSERT INTO pz.key_manifests (workspace_id, generation, key_no, papers, made_by, grace_until, clinical)
    VALUES (p_ws, p_generation, pz.current_key_no(p_ws), p_papers, pz.my_device(),
      coalesce((SELECT m.grace_until FROM pz.key_manifests m WHERE m.workspace_id = p_ws
        ORDER BY m.generation DESC LIMIT 1), now()),
      coalesce((SELECT m.clinical FROM pz.key_manifests m WHERE m.workspace_id = p_ws
        ORDER BY m.generation DESC LIMIT 1), false));
EXCEPTION
  WHEN data_exception OR integrity_constraint_violation THEN
    RAISE EXCEPTION 'bad list' USING ERRCODE = 'PZB02';
END $$;

-- The newest list, for programs that know no others.
CREATE FUNCTION pzapi.key_manifest(p_ws uuid) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  RETURN (SELECT m.papers FROM pz.key_manifests m WHERE m.workspace_id = p_ws
    ORDER BY m.generation DESC LIMIT 1);
END $$;

-- Newest first: the newest alone, or a few of those below a number.
CREATE FUNCTION pzapi.key_lists(p_ws uuid, p_below int) RETURNS TABLE (generation int, key_no int, papers bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  RETURN QUERY SELECT m.generation, m.key_no, m.papers FROM pz.key_manifests m
    WHERE m.workspace_id = p_ws AND (p_below IS NULL OR m.generation < p_below)
    ORDER BY m.generation DESC LIMIT CASE WHEN p_below IS NULL THEN 1 ELSE 16 END;
END $$;

-- A device that is out gets its login back for this alone: every other call still refuses it.
CREATE FUNCTION pzapi.order_wipe(p_ws uuid, p_device uuid, p_papers bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  IF p_papers IS NULL OR octet_length(p_papers) > 16384 THEN
    RAISE EXCEPTION 'bad order' USING ERRCODE = 'PZB02';
  END IF;
  IF NOT EXISTS (SELECT FROM pz.device_grants g
      WHERE g.workspace_id = p_ws AND g.device_id = p_device AND g.revoked_at IS NOT NULL) THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  INSERT INTO pz.wipe_orders AS o (workspace_id, device_id, papers, ordered_by)
    VALUES (p_ws, p_device, p_papers, pz.my_device())
    ON CONFLICT (workspace_id, device_id) DO UPDATE SET papers = excluded.papers;
  PERFORM pz.open_login(p_device, true);
END $$;

CREATE FUNCTION pz.open_login(p_device uuid, p_open boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  login text := (SELECT d.login_role FROM pz.devices d WHERE d.device_id = p_device AND d.revoked_at IS NOT NULL);
BEGIN
  IF login IS NULL THEN
    RETURN;
  END IF;
  -- Nobody who is in has two connections: so a restore of an earlier day knows on this server that this one is out.
  EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 2 ', login) || CASE WHEN p_open THEN 'LOGIN' ELSE 'NOLOGIN' END;
  IF p_open THEN
    PERFORM pz.let_connect(login::name, true);
  ELSE
    PERFORM pz.keep_out(login::name);
  END IF;
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
  NULL;  -- best effort, as when it was shut
END $$;

-- The one question that a device may ask after it was shut out, about itself alone.
CREATE FUNCTION pzapi.wipe_orders() RETURNS TABLE (workspace_id uuid, papers bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT o.workspace_id, o.papers FROM pz.wipe_orders o
    JOIN pz.devices d ON d.device_id = o.device_id
    JOIN pz.device_grants g ON g.device_id = o.device_id AND g.workspace_id = o.workspace_id
    WHERE d.login_role = session_user AND g.revoked_at IS NOT NULL AND o.obeyed_at IS NULL;
END $$;

CREATE FUNCTION pzapi.wipe_obeyed(p_ws uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  device uuid := (SELECT d.device_id FROM pz.devices d WHERE d.login_role = session_user);
BEGIN
  UPDATE pz.wipe_orders o SET obeyed_at = now()
    WHERE o.workspace_id = p_ws AND o.device_id = device AND o.obeyed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  IF NOT EXISTS (SELECT FROM pz.wipe_orders o WHERE o.device_id = device AND o.obeyed_at IS NULL) THEN
    PERFORM pz.open_login(device, false);
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.rotate_keys(uuid, int, int, bytea, jsonb, int, bytea, boolean),
  pzapi.declare_sealed(uuid, int, bytea), pzapi.key_manifest(uuid), pzapi.key_lists(uuid, int),
  pzapi.order_wipe(uuid, uuid, bytea), pzapi.wipe_orders(), pzapi.wipe_obeyed(uuid) TO pz_member;
GRANT EXECUTE ON FUNCTION pz.keep_keys() TO pz_owner;
