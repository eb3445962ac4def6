-- Who is asking. Everything here is keyed on session_user, which no device can change, and owned by
-- pz_authz, which reads the membership tables and nothing else of a practice.

-- Who is out on this server hears of it by a login with two connections (`pz.open_login`). A copy of an earlier day,
-- restored beside its clinic, does not know of it otherwise.
CREATE FUNCTION pz.only_hears() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT FROM pg_roles r WHERE r.rolname = session_user AND r.rolconnlimit = 2);

CREATE FUNCTION pz.my_device() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT d.device_id FROM pz.devices d WHERE d.login_role = session_user AND d.revoked_at IS NULL
    AND NOT pz.only_hears());
END $$;

CREATE FUNCTION pz.my_role(p_ws uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT m.role
    FROM pz.devices d
    JOIN pz.device_grants g ON g.device_id = d.device_id AND g.workspace_id = p_ws AND g.revoked_at IS NULL
    JOIN pz.members m ON m.user_id = d.user_id AND m.workspace_id = p_ws AND m.revoked_at IS NULL
    WHERE d.login_role = session_user AND d.revoked_at IS NULL AND NOT pz.only_hears());
END $$;

CREATE FUNCTION pz.my_workspaces(p_roles text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(m.workspace_id), '{}')
    FROM pz.devices d
    JOIN pz.device_grants g ON g.device_id = d.device_id AND g.revoked_at IS NULL
    JOIN pz.members m ON m.user_id = d.user_id AND m.workspace_id = g.workspace_id AND m.revoked_at IS NULL
    WHERE d.login_role = session_user AND d.revoked_at IS NULL AND NOT pz.only_hears()
      AND m.role = ANY (p_roles));
END $$;

-- Narrows to one workspace and never widens: restrictive policies compare with it, permissive ones do not.
CREATE FUNCTION pz.narrowed() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.current_workspace_id', true), '')::uuid;

-- A transaction that keeps an old snapshot would not see that it was shut out in the meantime.
CREATE FUNCTION pz.check_fresh() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RAISE EXCEPTION 'read committed only' USING ERRCODE = 'PZB02';
  END IF;
END $$;

-- The caller's role in a workspace. A workspace that is not there and one of somebody else look the same.
CREATE FUNCTION pz.admit(p_ws uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_role text := pz.my_role(p_ws);
BEGIN
  PERFORM pz.check_fresh();
  IF found_role IS NOT NULL THEN
    RETURN found_role;
  END IF;
  IF EXISTS (SELECT FROM pz.devices d
      LEFT JOIN pz.device_grants g ON g.device_id = d.device_id AND g.workspace_id = p_ws
      WHERE d.login_role = session_user
        AND (d.revoked_at IS NOT NULL OR g.revoked_at IS NOT NULL OR pz.only_hears())) THEN
    RAISE EXCEPTION 'device revoked' USING ERRCODE = 'PZR01';
  END IF;
  RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
END $$;

CREATE FUNCTION pz.admit_owner(p_ws uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pz.admit(p_ws) <> 'OWNER' THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.my_device(), pz.my_role(uuid), pz.my_workspaces(text[]),
  pz.narrowed(), pz.check_fresh(), pz.admit(uuid), pz.admit_owner(uuid) TO pz_owner, pz_prov;
