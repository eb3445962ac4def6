-- Reading. Bounds come first and rows with seq up to them after: a row that changes in between leaves the
-- range and comes with a later page, and no row can enter it.

CREATE FUNCTION pz.pull_rows(p_ws uuid, p_after bigint, p_upto bigint, p_limit int, p_bytes bigint)
RETURNS SETOF pz.feed_row
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bounds record;
  clinical boolean := pz.shows_clinical_cells(p_ws);
BEGIN
  SELECT * INTO bounds FROM pz.feed_bounds(p_ws, p_after, p_upto, p_limit, p_bytes, clinical);
  IF NOT bounds.more THEN
    bounds.upto := p_upto;
  END IF;
  -- The first row tells how far the cursor may move (as seq) and whether there is more (as version).
  RETURN NEXT ROW(bounds.upto, 0, p_ws, bounds.more::int, now(), now(), NULL, '', '', NULL, NULL, NULL)::pz.feed_row;
  IF bounds.row_count > 0 THEN
    PERFORM pz.record_read(p_ws, p_after, bounds.upto, bounds.row_count);
    RETURN QUERY SELECT * FROM pz.feed(p_ws, p_after, bounds.upto, clinical);
  END IF;
END $$;

CREATE FUNCTION pzapi.sync_pull(p_ws uuid, p_epoch uuid, p_after bigint, p_limit int, p_bytes bigint)
RETURNS SETOF pz.feed_row
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head pz.sync_workspace;
BEGIN
  PERFORM pz.admit(p_ws);
  head := pz.head(p_ws);
  IF head.epoch IS DISTINCT FROM p_epoch OR p_after > head.seq THEN
    RAISE EXCEPTION 'another epoch' USING ERRCODE = 'PZE01';
  END IF;
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT * FROM pz.pull_rows(p_ws, greatest(p_after, 0), head.seq,
    least(greatest(p_limit, 1), 5000), least(greatest(p_bytes, 1), 16000000));
END $$;

-- Counts and sums of all rows up to p_hi. Recorded before they are made: they show no row, but every row is read for them.
CREATE FUNCTION pzapi.digests(p_ws uuid, p_hi bigint)
RETURNS TABLE (table_no int, row_count bigint, total numeric)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  PERFORM pz.record_read(p_ws, 0, 0, 1);
  RETURN QUERY SELECT * FROM pz.digest(p_ws, p_hi);
END $$;

CREATE FUNCTION pzapi.wrapped_keys(p_ws uuid)
RETURNS TABLE (key_no int, device_id uuid, blob bytea, wrapped_by uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT k.key_no, k.device_id, k.blob, k.wrapped_by FROM pz.wrapped_keys k
    WHERE k.workspace_id = p_ws ORDER BY k.key_no;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.sync_pull(uuid, uuid, bigint, int, bigint), pzapi.digests(uuid, bigint),
  pzapi.wrapped_keys(uuid) TO pz_member;
