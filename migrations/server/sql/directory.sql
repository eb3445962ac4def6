-- What a device may know beside rows: its own standing, and the devices of its workspaces.

-- p_program is what the device says of itself, and nothing is decided by it; what cannot be a version is none.
CREATE FUNCTION pz.touch_device(p_device uuid, p_program text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  version text := substring(left(p_program, 41) FROM '^[0-9][0-9A-Za-z.+-]{0,39}$');
BEGIN
  UPDATE pz.devices d SET last_seen_at = now(), program = coalesce(version, d.program)
    WHERE d.device_id = p_device AND (d.last_seen_at IS NULL OR d.last_seen_at < now() - interval '5 minutes'
      OR version <> coalesce(d.program, ''));
END $$;

CREATE FUNCTION pz.my_heads(p_device uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_array(w.workspace_id, w.epoch, w.seq, m.role,
      w.min_client_schema, w.max_client_schema, w.tombstone_floor,
      coalesce((SELECT max(l.op_no) FROM pz.ledger l
        WHERE l.workspace_id = w.workspace_id AND l.device_id = p_device), 0),
      coalesce((SELECT max(k.generation) FROM pz.key_manifests k WHERE k.workspace_id = w.workspace_id), 0))
      ORDER BY w.workspace_id), '[]')
    FROM pz.device_grants g
    JOIN pz.devices d ON d.device_id = g.device_id
    JOIN pz.members m ON m.workspace_id = g.workspace_id AND m.user_id = d.user_id AND m.revoked_at IS NULL
    JOIN pz.sync_workspace w ON w.workspace_id = g.workspace_id
    WHERE g.device_id = p_device AND g.revoked_at IS NULL);
END $$;

-- How far the feed was shown to the devices of this one's person, by workspace: a server that was put back does
-- not remember what its devices do, however many numbers it has given since. Of those that were removed the first
-- hundred: a laptop that joined again asks for what it was before, and what a thief lets in comes after that.
CREATE FUNCTION pz.my_reads(p_device uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg(r.workspace_id, r.reads), '{}') FROM (
    SELECT k.workspace_id, jsonb_object_agg(k.device_id, coalesce((SELECT max(a.upto_seq) FROM pz.access_events a
        WHERE a.workspace_id = k.workspace_id AND a.device_id = k.device_id), 0)) AS reads
      FROM (
        SELECT g.workspace_id, g.device_id, g.revoked_at IS NULL AS is_in, row_number() OVER (
            PARTITION BY g.workspace_id, g.revoked_at IS NULL ORDER BY g.granted_at, g.device_id) AS place
          FROM pz.devices mine
          JOIN pz.devices d ON d.user_id = mine.user_id
          JOIN pz.device_grants g ON g.device_id = d.device_id
          WHERE mine.device_id = p_device) k
      WHERE k.is_in OR k.place <= 100 GROUP BY k.workspace_id) r
    WHERE EXISTS (SELECT FROM pz.device_grants own WHERE own.device_id = p_device
      AND own.workspace_id = r.workspace_id AND own.revoked_at IS NULL));
END $$;

-- All devices that are in, and a thousand at most of those that were removed: first those that ever sent anything,
-- whose certificates prove what they wrote, and of these the ones that came first.
CREATE FUNCTION pz.listed_devices(p_ws uuid) RETURNS TABLE (device_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT g.device_id FROM pz.device_grants g WHERE g.workspace_id = p_ws AND g.revoked_at IS NULL
    UNION ALL (SELECT g.device_id FROM pz.device_grants g WHERE g.workspace_id = p_ws AND g.revoked_at IS NOT NULL
      ORDER BY EXISTS (SELECT FROM pz.ledger l WHERE l.workspace_id = p_ws AND l.device_id = g.device_id) DESC,
        g.granted_at, g.device_id LIMIT 1000);
END $$;

CREATE FUNCTION pzapi.hello(p_schema int, p_program text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  device pz.devices;
BEGIN
  PERFORM pz.check_fresh();
  SELECT * INTO device FROM pz.devices d WHERE d.login_role = session_user;
  IF device.revoked_at IS NOT NULL OR pz.only_hears() THEN
    RAISE EXCEPTION 'device revoked' USING ERRCODE = 'PZR01';
  ELSIF device.device_id IS NULL THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  PERFORM pz.touch_device(device.device_id, p_program);
  RETURN jsonb_build_object('device', device.device_id, 'user', device.user_id,
    'heads', pz.my_heads(device.device_id), 'audit', pz.my_audit_heads(device.device_id),
    'shown', pz.my_reads(device.device_id), 'now', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    'scarce', pz.scarce(device.device_id));
END $$;

CREATE FUNCTION pzapi.directory(p_ws uuid)
RETURNS TABLE (device_id uuid, user_id uuid, login_role text, name text, role text, sign_pub bytea,
  hpke_pub bytea, cert bytea, enrolled_at timestamptz, last_seen_at timestamptz, revoked_at timestamptz,
  program text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  RETURN QUERY SELECT d.device_id, d.user_id, d.login_role, d.name, m.role, d.sign_pub, d.hpke_pub, g.cert,
      g.granted_at, d.last_seen_at, coalesce(g.revoked_at, d.revoked_at), d.program
    FROM pz.device_grants g
    JOIN pz.devices d ON d.device_id = g.device_id
    JOIN pz.members m ON m.workspace_id = g.workspace_id AND m.user_id = d.user_id
    WHERE g.workspace_id = p_ws AND g.device_id IN (SELECT k.device_id FROM pz.listed_devices(p_ws) k)
    ORDER BY g.granted_at, d.device_id;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.hello(int, text), pzapi.directory(uuid) TO pz_member;
GRANT EXECUTE ON FUNCTION pz.listed_devices(uuid) TO pz_prov;
