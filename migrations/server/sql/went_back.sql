-- A laptop has seen more than this server knows by now. It is remembered by whose login that was told.
CREATE FUNCTION pzapi.tell_went_back(p_ws uuid, p_epoch uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pz.admit(p_ws) = 'READONLY' THEN
    RETURN;
  END IF;
  IF (pz.head(p_ws)).epoch IS DISTINCT FROM p_epoch THEN
    RAISE EXCEPTION 'another epoch' USING ERRCODE = 'PZE01';
  END IF;
  INSERT INTO pz.went_back (workspace_id, epoch, told_by) VALUES (p_ws, p_epoch, session_user)
    ON CONFLICT (workspace_id, epoch, told_by) DO UPDATE SET told_at = now();
END $$;

GRANT EXECUTE ON FUNCTION pzapi.tell_went_back(uuid, uuid) TO pz_member;
