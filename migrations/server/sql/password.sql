-- A login may change its own password, which PostgreSQL lets nobody forbid, and so keep its rightful laptop out. The
-- verifier that the laptop came in with is kept, so the password can be put back. Owned by pz_prov.

-- Whoever came in by the other password, or holds the login while it is being changed, is put out first. False for
-- a device from a time before verifiers were kept.
CREATE FUNCTION pz.reset_login(p_device uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known pz.devices;
BEGIN
  SELECT * INTO known FROM pz.devices d WHERE d.device_id = p_device AND d.revoked_at IS NULL;
  IF known.device_id IS NULL THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  IF known.verifier IS NULL THEN
    RETURN false;
  END IF;
  PERFORM pz.end_connections(p_device);
  PERFORM pz.settle_login(known.login_role);
  EXECUTE format('ALTER ROLE %I PASSWORD %L', known.login_role, known.verifier);
  RETURN true;
END $$;

CREATE FUNCTION pzapi.reset_login(p_ws uuid, p_device uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  IF NOT EXISTS (SELECT FROM pz.device_grants g
      WHERE g.workspace_id = p_ws AND g.device_id = p_device AND g.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  RETURN pz.reset_login(p_device);
END $$;

GRANT EXECUTE ON FUNCTION pzapi.reset_login(uuid, uuid) TO pz_member;
