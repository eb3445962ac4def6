-- Cells under a new key. A row keeps version, seal, stamps and number: nothing that a device knows of it
-- changed, so nobody need pull it again, and whoever reads it for the first time finds it in its old place.

CREATE FUNCTION pzapi.stale_cells(p_ws uuid, p_table int, p_after uuid, p_limit int)
RETURNS SETOF pz.feed_row
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head pz.sync_workspace;
  found int;
BEGIN
  PERFORM pz.admit(p_ws);
  head := pz.head(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  -- As in a pull, the first row tells the reach; here it is only the counter.
  RETURN NEXT ROW(head.seq, 0, p_ws, 0, now(), now(), NULL, '', '', NULL, NULL, NULL)::pz.feed_row;
  RETURN QUERY SELECT * FROM pz.stale_rows(p_ws, p_table, p_after, pz.current_key_no(p_ws),
    pz.clinical_key_no(p_ws), least(greatest(p_limit, 1), 1000), pz.shows_clinical_cells(p_ws));
  GET DIAGNOSTICS found = ROW_COUNT;
  PERFORM pz.record_read(p_ws, 0, head.seq, found);
END $$;

-- p_rows: [{"r": id, "b": version, "c": {"10": base64, ...}}, ...]. Returns how many rows took their cells;
-- a row that moved on, or that the caller may not write, is left alone.
CREATE FUNCTION pzapi.replace_cells(p_ws uuid, p_table int, p_rows jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  key_no int;
  role text;
BEGIN
  IF pz.admit(p_ws) = 'READONLY' THEN
    RETURN 0;  -- before others have to wait for the counter
  END IF;
  PERFORM pz.check_batch(p_rows);
  PERFORM pz.lock_head(p_ws);  -- in line with pushes, so that two never wait for each other's rows
  role := pz.admit(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  key_no := pz.current_key_no(p_ws);
  RETURN pz.reseal_part(p_table, p_ws, key_no, pz.clinical_key_no(p_ws), p_rows, role);
EXCEPTION
  WHEN data_exception OR integrity_constraint_violation OR case_not_found OR SQLSTATE 'PZV01' THEN
    RAISE EXCEPTION 'bad cells' USING ERRCODE = 'PZB02';
END $$;

GRANT EXECUTE ON FUNCTION pzapi.stale_cells(uuid, int, uuid, int), pzapi.replace_cells(uuid, int, jsonb)
  TO pz_member;
