-- Whether this server was put back to an earlier state. Laptops offer again then what it lost, whoever did it. Owned by
-- pz_authz.

-- The last word of somebody who may say so: the operator's, whose `restore` did it, within thirty days; or within a week
-- that of an owner's device which is in. A word of any other login opens nothing.
CREATE FUNCTION pz.put_back_at(p_ws uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT max(b.told_at) FROM pz.went_back b
    JOIN pz.sync_workspace w ON w.workspace_id = b.workspace_id AND w.epoch = b.epoch
    LEFT JOIN pz.devices d ON d.login_role = b.told_by
    WHERE b.workspace_id = p_ws AND b.told_at > now() - interval '30 days'
      AND (d.device_id IS NULL OR b.told_at > now() - interval '7 days' AND d.revoked_at IS NULL
        AND EXISTS (SELECT FROM pz.device_grants g JOIN pz.members m ON m.workspace_id = g.workspace_id
          WHERE g.workspace_id = p_ws AND g.device_id = d.device_id AND g.revoked_at IS NULL
            AND m.user_id = d.user_id AND m.role = 'OWNER' AND m.revoked_at IS NULL)));
END $$;

-- Whether the caller may offer what others did: somebody may have said so, and it said so itself within a week.
CREATE FUNCTION pz.is_put_back(p_ws uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN pz.put_back_at(p_ws) IS NOT NULL AND EXISTS (SELECT FROM pz.went_back b
    JOIN pz.sync_workspace w ON w.workspace_id = b.workspace_id AND w.epoch = b.epoch
    WHERE b.workspace_id = p_ws AND b.told_by = session_user AND b.told_at > now() - interval '7 days');
END $$;

-- A laptop has seen more than this server knows by now. It is remembered by whose login that was told; true when others'
-- doings are taken from it. Each has its week once for every time that somebody may have said so.
CREATE FUNCTION pzapi.tell_went_back(p_ws uuid, p_epoch uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  role text := pz.admit(p_ws);
BEGIN
  IF role = 'READONLY' THEN
    RETURN false;
  END IF;
  IF (pz.head(p_ws)).epoch IS DISTINCT FROM p_epoch THEN
    RAISE EXCEPTION 'another epoch' USING ERRCODE = 'PZE01';
  END IF;
  INSERT INTO pz.went_back AS b (workspace_id, epoch, told_by) VALUES (p_ws, p_epoch, session_user)
    ON CONFLICT (workspace_id, epoch, told_by) DO UPDATE SET told_at = now()
    WHERE role = 'OWNER' OR b.told_at < pz.put_back_at(p_ws);
  RETURN pz.is_put_back(p_ws);
END $$;

GRANT EXECUTE ON FUNCTION pzapi.tell_went_back(uuid, uuid) TO pz_member;
