-- Certificates of devices, each of them kept: a stolen login of an owner's may give any device rubbish, and the server
-- cannot tell. Laptops and the recovery paper go by the newest that leads to the practice's root. Owned by pz_prov.

-- Keeps a certificate; one that is known already keeps its place, so that an older one never comes back on top. What
-- one login may give one device is bounded, so that it buries nothing of an earlier login's and keeps no other's out; and
-- what it may give on a day (in UTC), so that what laptops are shown stays small.
CREATE FUNCTION pz.keep_cert(p_ws uuid, p_device uuid, p_cert bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM pz.device_certs c
      WHERE c.workspace_id = p_ws AND c.device_id = p_device AND c.cert = p_cert) THEN
    RETURN;
  END IF;
  IF (SELECT count(*) FROM pz.device_certs c WHERE c.workspace_id = p_ws AND c.device_id = p_device
      AND c.given_by = session_user) >= 20
      OR (SELECT count(*) FROM pz.device_certs c WHERE c.workspace_id = p_ws AND c.given_by = session_user
        AND (c.given_at AT TIME ZONE 'UTC')::date = (now() AT TIME ZONE 'UTC')::date) >= 200 THEN
    RAISE EXCEPTION 'too many certificates' USING ERRCODE = 'PZK04';
  END IF;
  INSERT INTO pz.device_certs (workspace_id, device_id, number, cert, given_by)
    SELECT p_ws, p_device, coalesce(max(c.number), 0) + 1, p_cert, session_user
    FROM pz.device_certs c WHERE c.workspace_id = p_ws AND c.device_id = p_device;
END $$;

CREATE FUNCTION pz.check_cert(p_cert bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_cert IS NULL OR octet_length(p_cert) > 512 THEN
    RAISE EXCEPTION 'bad device' USING ERRCODE = 'PZB02';
  END IF;
END $$;

-- A new certificate for a device, such as after its person got another role; or one of those that it has, shown once
-- more to programs that know the last one alone.
CREATE FUNCTION pzapi.renew_cert(p_ws uuid, p_device uuid, p_cert bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit_owner(p_ws);  -- again: the lock may have taken its time
  PERFORM pz.check_cert(p_cert);
  UPDATE pz.device_grants g SET cert = p_cert WHERE g.workspace_id = p_ws AND g.device_id = p_device;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  PERFORM pz.keep_cert(p_ws, p_device, p_cert);
END $$;

-- Of the devices that are listed; the numbers tell their age. Of each a hundred at most that logins gave which are in, and a
-- hundred of logins that are out, first those of the login that was let in first: whatever a thief lets in comes after.
CREATE FUNCTION pz.shown_certs(p_ws uuid) RETURNS TABLE (device_id uuid, number int, cert bytea, given_by text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.device_id, s.number, s.cert, s.given_by FROM (
    SELECT c.device_id, c.number, c.cert, c.given_by, row_number() OVER (PARTITION BY c.device_id, g.revoked_at IS NOT NULL
      ORDER BY g.granted_at NULLS FIRST, c.number DESC) AS place
    FROM pz.device_certs c
    LEFT JOIN pz.devices d ON d.login_role = c.given_by
    LEFT JOIN pz.device_grants g ON g.device_id = d.device_id AND g.workspace_id = c.workspace_id
    WHERE c.workspace_id = p_ws AND c.device_id IN (SELECT k.device_id FROM pz.listed_devices(p_ws) k)) s
  WHERE s.place <= 100 ORDER BY s.device_id, s.number DESC
$$;

-- Of devices after p_after, as many as fit into four megabytes, of each of them all, and of one at least.
CREATE FUNCTION pzapi.certificates(p_ws uuid, p_after uuid DEFAULT NULL)
RETURNS TABLE (device_id uuid, number int, cert bytea, given_by text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  RETURN QUERY SELECT w.device_id, w.number, w.cert, w.given_by FROM (
      SELECT s.*, sum(octet_length(s.cert) + 100) OVER (ORDER BY s.device_id) AS weight,
        dense_rank() OVER (ORDER BY s.device_id) = 1 AS is_first
      FROM pz.shown_certs(p_ws) s WHERE p_after IS NULL OR s.device_id > p_after) w
    WHERE w.is_first OR w.weight <= 4000000 ORDER BY w.device_id, w.number DESC;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.renew_cert(uuid, uuid, bytea), pzapi.certificates(uuid, uuid) TO pz_member;
