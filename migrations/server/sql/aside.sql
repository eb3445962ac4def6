-- What a removed device left and nobody can verify. An owner sets it aside for all; whoever holds a row of it as
-- genuine brings it back, so that a stolen login of an owner's takes nothing away for good.

-- p_rows: [{"r": id, "b": version, "m": mac}, ...]. Returns how many rows it set aside; one that somebody else
-- sealed, that moved on, or that is a finalized note is left alone.
CREATE FUNCTION pzapi.set_rows_aside(p_ws uuid, p_of uuid, p_table int, p_rows jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  done int;
BEGIN
  PERFORM pz.admit_owner(p_ws);
  PERFORM pz.check_batch(p_rows);
  PERFORM pz.lock_head(p_ws);  -- in line with pushes, so that two never wait for each other's rows
  PERFORM pz.admit_owner(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  IF NOT pz.is_removed(p_ws, p_of) THEN
    RAISE EXCEPTION 'that device is in' USING ERRCODE = 'PZA02';
  END IF;
  done := pz.aside_part(p_table, p_ws, p_of, p_rows);
  PERFORM pz.note_aside(p_ws, p_of, p_table, done);
  RETURN done;
EXCEPTION
  WHEN data_exception OR SQLSTATE 'PZV01' THEN
    RAISE EXCEPTION 'bad rows' USING ERRCODE = 'PZB02';
END $$;

CREATE FUNCTION pzapi.rows_set_aside(p_ws uuid, p_table int, p_after uuid, p_limit int)
RETURNS TABLE (row_id uuid, version int, mac bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  shown bigint;
BEGIN
  PERFORM pz.admit(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT * FROM pz.listed_aside(p_ws, p_table, p_after, least(greatest(p_limit, 1), 1000));
  GET DIAGNOSTICS shown = ROW_COUNT;
  PERFORM pz.record_read(p_ws, 0, 0, shown);
END $$;

-- Returns how many rows are back; one whose number or name somebody else has by now stays where it is.
CREATE FUNCTION pzapi.bring_rows_back(p_ws uuid, p_table int, p_rows jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF pz.admit(p_ws) = 'READONLY' THEN
    RETURN 0;  -- before others have to wait for the counter
  END IF;
  PERFORM pz.check_batch(p_rows);
  PERFORM pz.lock_head(p_ws);
  PERFORM pz.admit(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN pz.back_part(p_table, p_ws, p_rows);
EXCEPTION
  WHEN unique_violation THEN
    RETURN 0;
  WHEN data_exception OR SQLSTATE 'PZV01' THEN
    RAISE EXCEPTION 'bad rows' USING ERRCODE = 'PZB02';
END $$;

GRANT EXECUTE ON FUNCTION pzapi.set_rows_aside(uuid, uuid, int, jsonb),
  pzapi.rows_set_aside(uuid, int, uuid, int), pzapi.bring_rows_back(uuid, int, jsonb) TO pz_member;
