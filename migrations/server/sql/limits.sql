-- What a practice may take, as its operator set it. Owned by pz_authz, which may read that and no more.

CREATE FUNCTION pz.limit_of(p_ws uuid, p_name text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT l.value FROM pz.limits l WHERE l.workspace_id = p_ws AND l.name = p_name),
    pz.default_limit(p_name));
END $$;

-- Asked under the counter's lock, before somebody becomes a member; who is one may be written again.
CREATE FUNCTION pz.check_people(p_ws uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pz.members m WHERE m.workspace_id = p_ws AND m.user_id = p_user)
      AND (SELECT count(*) FROM pz.members m WHERE m.workspace_id = p_ws) >= pz.limit_of(p_ws, 'people') THEN
    RAISE EXCEPTION 'too many people' USING ERRCODE = 'PZL04';
  END IF;
END $$;

-- How many connections each login of a practice may have: four where they are few, and no fewer than three, for
-- rows, files and what a person asks in between. So all of them together have no more than `connections`, or three each
-- where they are very many.
CREATE FUNCTION pz.connections_each(p_ws uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  devices_in bigint := (SELECT count(*) FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
    WHERE g.workspace_id = p_ws AND g.revoked_at IS NULL AND d.revoked_at IS NULL);
BEGIN
  RETURN least(4, greatest(3, pz.limit_of(p_ws, 'connections') / greatest(devices_in, 1)));
END $$;

-- Asked under the counter's lock, before a device is let in; one that is in may be let in again.
CREATE FUNCTION pz.check_devices(p_ws uuid, p_user uuid, p_device uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  others bigint;
  of_person bigint;
BEGIN
  SELECT count(*), count(*) FILTER (WHERE d.user_id = p_user) INTO others, of_person
    FROM pz.device_grants g JOIN pz.devices d ON d.device_id = g.device_id
    WHERE g.workspace_id = p_ws AND g.revoked_at IS NULL AND d.revoked_at IS NULL AND d.device_id <> p_device;
  IF of_person >= pz.limit_of(p_ws, 'devices_per_person') THEN
    RAISE EXCEPTION 'too many devices of a person' USING ERRCODE = 'PZL01';
  ELSIF others >= pz.limit_of(p_ws, 'devices') THEN
    RAISE EXCEPTION 'too many devices' USING ERRCODE = 'PZL02';
  END IF;
  -- Those that were removed again as well: a login that lets in and removes would fill the server without end.
  IF NOT EXISTS (SELECT FROM pz.device_grants g WHERE g.workspace_id = p_ws AND g.device_id = p_device)
      AND (SELECT count(*) FROM pz.device_grants g WHERE g.workspace_id = p_ws
        AND (g.granted_at AT TIME ZONE 'UTC')::date = (now() AT TIME ZONE 'UTC')::date)
        >= pz.limit_of(p_ws, 'enrolments_day') THEN
    RAISE EXCEPTION 'too many devices today' USING ERRCODE = 'PZL03';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.default_limit(text), pz.limit_of(uuid, text) TO pz_owner, pz_prov;
GRANT EXECUTE ON FUNCTION pz.connections_each(uuid), pz.check_people(uuid, uuid), pz.check_devices(uuid, uuid, uuid) TO pz_prov;
