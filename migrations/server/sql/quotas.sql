-- What practices and devices wrote, and how much they may. Owned by pz_authz. Bytes of rows are counted as they
-- travel; `pazpaz server upgrade` and `restore` count anew what lies there.

-- Adds to what a device sent today (in UTC), taken or refused: of every op an answer is kept.
CREATE FUNCTION pz.count_day(p_ws uuid, p_rows bigint, p_bytes bigint, p_file_bytes bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := pz.my_device();
  today date := (now() AT TIME ZONE 'UTC')::date;
  mine pz.device_usage;
BEGIN
  DELETE FROM pz.device_usage u WHERE u.workspace_id = p_ws AND u.device_id = me AND u.day < today - 7;
  INSERT INTO pz.device_usage AS u (workspace_id, device_id, day, rows, bytes, file_bytes)
    VALUES (p_ws, me, today, p_rows, p_bytes, p_file_bytes)
    ON CONFLICT (workspace_id, device_id, day) DO UPDATE SET rows = u.rows + excluded.rows,
      bytes = u.bytes + excluded.bytes, file_bytes = u.file_bytes + excluded.file_bytes
    RETURNING * INTO mine;
  IF mine.rows > pz.limit_of(p_ws, 'rows_day') OR mine.bytes > pz.limit_of(p_ws, 'bytes_day')
      OR mine.file_bytes > pz.limit_of(p_ws, 'file_bytes_day') THEN
    RAISE EXCEPTION 'enough for a day' USING ERRCODE = 'PZQ02';
  END IF;
END $$;

-- Adds to what a practice has. All who write wait for this one row, so it is for what was taken alone, and always
-- after the device's own: two connections of a device never wait for each other crosswise.
CREATE FUNCTION pz.count_practice(p_ws uuid, p_rows bigint, p_bytes bigint, p_file_bytes bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO pz.practice_usage AS u (workspace_id, rows, bytes, file_bytes)
    VALUES (p_ws, p_rows, p_bytes, p_file_bytes)
    ON CONFLICT (workspace_id) DO UPDATE SET rows = u.rows + excluded.rows, bytes = u.bytes + excluded.bytes,
      file_bytes = u.file_bytes + excluded.file_bytes
$$;

-- What a device read today, pages or parts of files: each is recorded, and records stay. Apart, so that a laptop which
-- keeps all files still reads what others wrote.
CREATE FUNCTION pz.reads_today(p_ws uuid, p_device uuid, p_files boolean) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*) FROM pz.access_events a WHERE a.workspace_id = p_ws AND a.device_id = p_device
    AND (a.blob_key IS NOT NULL) = p_files
    AND a.at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
$$;

-- Every function by which a device is shown rows, parts of files or what was done to which of them ends here: none is
-- shown that is not recorded, and none recorded that is not counted. p_upto is 0 for what does not come in the feed's
-- order. Counted from the records, so that a page on a slow line keeps nobody waiting.
CREATE FUNCTION pz.record_read(p_ws uuid, p_after bigint, p_upto bigint, p_rows bigint, p_file bytea DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_rows > 0 THEN
    IF pz.reads_today(p_ws, pz.my_device(), p_file IS NOT NULL) >= pz.limit_of(p_ws, 'reads_day') THEN
      RAISE EXCEPTION 'read enough for a day' USING ERRCODE = 'PZQ03';
    END IF;
    INSERT INTO pz.access_events (workspace_id, device_id, after_seq, upto_seq, row_count, blob_key)
      VALUES (p_ws, pz.my_device(), p_after, p_upto, p_rows, p_file);
  END IF;
END $$;

-- Before a push is looked at. What the practice has altogether stops no text: notes that are written must reach the
-- clinic, and a device can add no more than its day allows.
CREATE FUNCTION pz.check_quota(p_ws uuid, p_batch jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jsonb_array_length(p_batch) > 0 THEN
    PERFORM pz.count_day(p_ws, jsonb_array_length(p_batch), pg_column_size(p_batch), 0);
  END IF;
END $$;

-- p_taken: the ops of a push that were written, under the counter's lock; NULL for none.
CREATE FUNCTION pz.count_taken(p_ws uuid, p_taken jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_taken IS NOT NULL THEN
    PERFORM pz.count_practice(p_ws, (SELECT count(*) FROM jsonb_to_recordset(p_taken) AS x(b int) WHERE x.b = 0),
      pg_column_size(p_taken), 0);
  END IF;
END $$;

-- A chunk that was stored, or that took another one's place (p_added false), which is never for want of room. However
-- small, it takes a row, so it counts for its day as a thousand bytes at least.
CREATE FUNCTION pz.check_file_quota(p_ws uuid, p_bytes bigint, p_added boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.count_day(p_ws, 0, 0, greatest(p_bytes, 1000));
  PERFORM pz.count_practice(p_ws, 0, 0, p_bytes);
  IF p_added AND EXISTS (SELECT FROM pz.practice_usage u WHERE u.workspace_id = p_ws
      AND (u.file_bytes > pz.limit_of(p_ws, 'file_bytes') OR u.rows > pz.limit_of(p_ws, 'rows')
        OR u.bytes > pz.limit_of(p_ws, 'bytes'))) THEN
    RAISE EXCEPTION 'enough of a practice' USING ERRCODE = 'PZQ01';
  END IF;
END $$;

-- What is nearly used up, four fifths and more: [[name, used, limit], ...]. Of a device of several practices, all.
CREATE FUNCTION pz.scarce(p_device uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_array(x.name, x.used, x.most, x.ws)), '[]') FROM (
    SELECT v.name, v.used, pz.limit_of(u.workspace_id, v.name) AS most, u.workspace_id AS ws
      FROM pz.device_grants g JOIN pz.practice_usage u ON u.workspace_id = g.workspace_id,
        LATERAL (VALUES ('rows', u.rows), ('bytes', u.bytes), ('file_bytes', u.file_bytes)) v(name, used)
      WHERE g.device_id = p_device AND g.revoked_at IS NULL
    UNION ALL SELECT v.name, v.used, pz.limit_of(u.workspace_id, v.name), u.workspace_id
      FROM pz.device_usage u,
        LATERAL (VALUES ('rows_day', u.rows), ('bytes_day', u.bytes), ('file_bytes_day', u.file_bytes)) v(name, used)
      WHERE u.device_id = p_device AND u.day = (now() AT TIME ZONE 'UTC')::date
    UNION ALL SELECT 'reads_day', greatest(pz.reads_today(g.workspace_id, p_device, false),
        pz.reads_today(g.workspace_id, p_device, true)), pz.limit_of(g.workspace_id, 'reads_day'), g.workspace_id
      FROM pz.device_grants g WHERE g.device_id = p_device AND g.revoked_at IS NULL) x
  WHERE x.used * 5 >= x.most * 4);
END $$;

GRANT EXECUTE ON FUNCTION pz.record_read(uuid, bigint, bigint, bigint, bytea), pz.check_quota(uuid, jsonb),
  pz.count_taken(uuid, jsonb), pz.check_file_quota(uuid, bigint, boolean) TO pz_owner;
