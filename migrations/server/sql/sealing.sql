-- Seals for rows that an adoption wrote. A row keeps version, stamps and number: who has it has it as it was.

CREATE FUNCTION pzapi.unsealed_rows(p_ws uuid, p_table int, p_after uuid, p_limit int)
RETURNS TABLE (row_id uuid, version int, deleted boolean, mac bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  shown bigint;
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT * FROM pz.unsealed_part(p_ws, p_table, p_after, least(greatest(p_limit, 1), 1000));
  GET DIAGNOSTICS shown = ROW_COUNT;
  PERFORM pz.record_read(p_ws, 0, 0, shown);
END $$;

-- p_rows: [{"r": id, "b": version, "m": mac, "s": seal}, ...], both as base64. Returns how many rows took their
-- seal; one that moved on, or that somebody sealed, is left alone.
CREATE FUNCTION pzapi.seal_rows(p_ws uuid, p_table int, p_rows jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.check_batch(p_rows);
  PERFORM pz.lock_head(p_ws);  -- in line with pushes, so that two never wait for each other's rows
  PERFORM pz.admit_owner(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  -- A seal is 67 bytes and a path of at most sixteen hashes: 772 characters as base64.
  IF EXISTS (SELECT FROM jsonb_to_recordset(p_rows) AS x(s text) WHERE length(x.s) IS NULL OR length(x.s) > 772) THEN
    RAISE EXCEPTION 'not a seal' USING ERRCODE = 'PZB02';
  END IF;
  RETURN pz.seal_part(p_table, p_ws, pz.my_device(), p_rows);
EXCEPTION
  WHEN data_exception OR integrity_constraint_violation OR case_not_found OR SQLSTATE 'PZV01' THEN
    RAISE EXCEPTION 'bad seals' USING ERRCODE = 'PZB02';
END $$;

GRANT EXECUTE ON FUNCTION pzapi.unsealed_rows(uuid, int, uuid, int), pzapi.seal_rows(uuid, int, jsonb)
  TO pz_member;
