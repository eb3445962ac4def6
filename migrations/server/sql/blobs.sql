-- Content of attachments: chunks that only devices can open. They stand outside the feed: what is here is asked
-- for by address, and a chunk that came once never comes again. What an owner puts in the place of another is kept
-- beside what stood there: the server cannot tell which of them holds, and laptops can.

CREATE FUNCTION pz.check_chunk(p_key bytea, p_count int, p_no int) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF octet_length(p_key) = 32 AND p_count BETWEEN 1 AND 500 AND p_no >= 0 AND p_no < p_count THEN
    RETURN;
  END IF;
  RAISE EXCEPTION 'not a chunk' USING ERRCODE = 'PZB02';
END $$;

CREATE FUNCTION pz.check_cell(p_ws uuid, p_cell bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF octet_length(p_cell) > 1048640 THEN
    RAISE EXCEPTION 'chunk too large' USING ERRCODE = 'PZB01';
  END IF;
  IF p_cell IS NULL OR pz.label_no(p_cell) = 0
      OR pz.base_no(pz.label_no(p_cell)) > pz.current_key_no(p_ws) THEN
    RAISE EXCEPTION 'not a cell' USING ERRCODE = 'PZB02';
  END IF;
  IF pz.base_no(pz.label_no(p_cell)) < pz.least_key_no(p_ws) THEN
    RAISE EXCEPTION 'sealed with an old key' USING ERRCODE = 'PZK02';
  END IF;
END $$;

-- Which chunks of these files are here. A file of another practice, one that was never sent and one that the caller
-- may not read look the same: attachments are clinical.
CREATE FUNCTION pzapi.blob_have(p_ws uuid, p_keys bytea[])
RETURNS TABLE (blob_key bytea, chunk_count int, chunk_nos int[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  IF cardinality(p_keys) > 1000 THEN
    RAISE EXCEPTION 'too many files' USING ERRCODE = 'PZB01';
  END IF;
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT c.blob_key, c.chunk_count, array_agg(c.chunk_no ORDER BY c.chunk_no)
    FROM pz.blob_chunks c WHERE c.workspace_id = p_ws AND c.blob_key = ANY (p_keys)
    GROUP BY c.blob_key, c.chunk_count;
END $$;

-- Keeps what stands in a chunk's place. One login replaces a chunk five times at most, so that it buries nothing.
CREATE FUNCTION pz.keep_chunk(p_ws uuid, p_key bytea, p_count int, p_no int) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM pz.earlier_chunks e WHERE e.workspace_id = p_ws AND e.blob_key = p_key
      AND e.chunk_count = p_count AND e.chunk_no = p_no AND e.replaced_by = pz.my_device()) >= 5 THEN
    RAISE EXCEPTION 'replaced too often' USING ERRCODE = 'PZB03';
  END IF;
  INSERT INTO pz.earlier_chunks (workspace_id, blob_key, chunk_count, chunk_no, number, cell, uploaded_by, replaced_by)
    SELECT c.workspace_id, c.blob_key, c.chunk_count, c.chunk_no, 1 + coalesce((SELECT max(e.number)
        FROM pz.earlier_chunks e WHERE e.workspace_id = c.workspace_id AND e.blob_key = c.blob_key
          AND e.chunk_count = c.chunk_count AND e.chunk_no = c.chunk_no), 0), c.cell, c.uploaded_by, pz.my_device()
    FROM pz.blob_chunks c WHERE c.workspace_id = p_ws AND c.blob_key = p_key AND c.chunk_count = p_count
      AND c.chunk_no = p_no;
END $$;

-- True when the chunk was stored, false when there was one already. p_again puts it in the place of one that
-- does not hold: the server cannot tell, so that is for the owner.
CREATE FUNCTION pzapi.blob_put(p_ws uuid, p_key bytea, p_count int, p_no int, p_cell bytea, p_again boolean)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  role text := pz.admit(p_ws);
  stored int;
BEGIN
  IF NOT pz.is_clinician(role) OR (coalesce(p_again, true) AND role <> 'OWNER') THEN
    RAISE EXCEPTION 'denied' USING ERRCODE = 'PZD01';
  END IF;
  PERFORM pz.check_chunk(p_key, p_count, p_no);
  PERFORM pz.check_cell(p_ws, p_cell);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  INSERT INTO pz.blob_chunks (workspace_id, blob_key, chunk_count, chunk_no, cell, uploaded_by)
    VALUES (p_ws, p_key, p_count, p_no, p_cell, pz.my_device()) ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS stored = ROW_COUNT;
  IF stored = 0 AND p_again THEN
    PERFORM FROM pz.blob_chunks c WHERE c.workspace_id = p_ws AND c.blob_key = p_key AND c.chunk_count = p_count
      AND c.chunk_no = p_no FOR NO KEY UPDATE;
    PERFORM pz.keep_chunk(p_ws, p_key, p_count, p_no);
    UPDATE pz.blob_chunks c SET cell = p_cell, uploaded_by = pz.my_device(), uploaded_at = now()
      WHERE c.workspace_id = p_ws AND c.blob_key = p_key AND c.chunk_count = p_count AND c.chunk_no = p_no;
    PERFORM pz.check_file_quota(p_ws, octet_length(p_cell), false);
    RETURN true;
  END IF;
  IF stored = 1 THEN
    PERFORM pz.check_file_quota(p_ws, octet_length(p_cell), true);
  END IF;
  RETURN stored = 1;
END $$;

-- NULL for a chunk that is not here. Each read is recorded.
CREATE FUNCTION pzapi.blob_get(p_ws uuid, p_key bytea, p_count int, p_no int) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_cell bytea;
BEGIN
  PERFORM pz.admit(p_ws);
  PERFORM pz.check_chunk(p_key, p_count, p_no);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  found_cell := (SELECT c.cell FROM pz.blob_chunks c WHERE c.workspace_id = p_ws AND c.blob_key = p_key
    AND c.chunk_count = p_count AND c.chunk_no = p_no);
  PERFORM pz.record_read(p_ws, 0, 0, num_nonnulls(found_cell), p_key);
  RETURN found_cell;
END $$;

-- The first that stood in a chunk's place with a number above p_after: the oldest first, which came before any thief.
CREATE FUNCTION pzapi.blob_earlier(p_ws uuid, p_key bytea, p_count int, p_no int, p_after int)
RETURNS TABLE (number int, cell bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  PERFORM pz.check_chunk(p_key, p_count, p_no);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  RETURN QUERY SELECT e.number, e.cell FROM pz.earlier_chunks e WHERE e.workspace_id = p_ws AND e.blob_key = p_key
    AND e.chunk_count = p_count AND e.chunk_no = p_no AND e.number > p_after ORDER BY e.number LIMIT 1;
  PERFORM pz.record_read(p_ws, 0, 0, FOUND::int, p_key);
END $$;

GRANT EXECUTE ON FUNCTION pzapi.blob_have(uuid, bytea[]), pzapi.blob_get(uuid, bytea, int, int),
  pzapi.blob_earlier(uuid, bytea, int, int, int),
  pzapi.blob_put(uuid, bytea, int, int, bytea, boolean) TO pz_member;
