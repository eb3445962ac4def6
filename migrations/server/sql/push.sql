-- Push: one call, one transaction. The counter's row is locked first, so that everything read afterwards
-- is the last word and the numbers of a workspace become visible in order.

CREATE FUNCTION pz.check_batch(p_batch jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jsonb_typeof(p_batch) IS DISTINCT FROM 'array' THEN
    RAISE EXCEPTION 'not a batch' USING ERRCODE = 'PZB01';
  END IF;
  -- 8 MB of cells are at most 10.7 MB as base64.
  IF jsonb_array_length(p_batch) > 1000 OR pg_column_size(p_batch) > 12000000 THEN
    RAISE EXCEPTION 'batch too large' USING ERRCODE = 'PZB01';
  END IF;
  -- A cell costs nothing to hand on, however large; a megabyte of a document is a hundred thousand parts, each of which
  -- is taken up whenever its op is. No op weighs more than 350 kB beside its cells, none has more than fifteen of them.
  -- What stands among the cells and is no text is such a document. Strict: else the path looks into lists by itself.
  IF (SELECT sum(pg_column_size(o.op) - coalesce(pg_column_size(o.op -> 'c'), 0)) > 4000000
      OR bool_or(CASE WHEN jsonb_typeof(o.op -> 'c') = 'object'
        THEN (SELECT count(*) > 100 FROM jsonb_object_keys(o.op -> 'c'))
          OR o.op @? 'strict $.c.* ? (@.type() != "string" && @.type() != "null")'
        ELSE jsonb_typeof(o.op -> 'c') <> 'null' END) FROM jsonb_array_elements(p_batch) AS o(op)) THEN
    RAISE EXCEPTION 'batch too heavy' USING ERRCODE = 'PZB01';
  END IF;
END $$;

CREATE FUNCTION pz.check_head(p_head pz.sync_workspace, p_epoch uuid, p_schema int) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_head.epoch IS DISTINCT FROM p_epoch THEN
    RAISE EXCEPTION 'another epoch' USING ERRCODE = 'PZE01';
  END IF;
  IF p_schema IS NULL OR p_schema < p_head.min_client_schema THEN
    RAISE EXCEPTION 'program too old' USING ERRCODE = 'PZS01';
  ELSIF p_schema > p_head.max_client_schema THEN
    RAISE EXCEPTION 'server too old' USING ERRCODE = 'PZS02';
  END IF;
END $$;

-- Number of the device's last op. An op that is known under another id was sent by a copy of this device.
CREATE FUNCTION pz.check_ledger(p_ws uuid, p_device uuid, p_batch jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last_no bigint := coalesce((SELECT max(l.op_no) FROM pz.ledger l
    WHERE l.workspace_id = p_ws AND l.device_id = p_device), 0);
  strangers bigint;
  malformed boolean;
  fresh bigint;
  highest bigint;
BEGIN
  SELECT count(*) FILTER (WHERE x.n <= last_no AND l.op_id IS DISTINCT FROM x.i),
      count(DISTINCT x.n) FILTER (WHERE x.n > last_no), max(x.n), count(*) <> count(DISTINCT x.n)
        OR count(*) <> count(*) FILTER (WHERE num_nulls(x.i, x.g, x.t, x.r, x.b) = 0)
    INTO strangers, fresh, highest, malformed
    FROM jsonb_to_recordset(p_batch) AS x(n bigint, i uuid, g bigint, t int, r uuid, b int)
    LEFT JOIN pz.ledger l ON l.workspace_id = p_ws AND l.device_id = p_device AND l.op_no = x.n;
  IF malformed THEN
    RAISE EXCEPTION 'not an op' USING ERRCODE = 'PZB02';
  END IF;
  IF strangers > 0 THEN
    RAISE EXCEPTION 'cloned device' USING ERRCODE = 'PZC01';
  END IF;
  IF highest > last_no AND highest - last_no <> fresh THEN
    RAISE EXCEPTION 'hole in op_no' USING ERRCODE = 'PZH01';
  END IF;
  RETURN last_no;
END $$;

-- What stands in the way of each op, before anything is written; NULL where nothing does. `now` is the
-- row's present version. One op that may not pass holds back its whole group.
CREATE FUNCTION pz.verdicts(p_ws uuid, p_role text, p_ops jsonb)
RETURNS TABLE (op_no bigint, op_group bigint, now int, code text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH x AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_ops) AS x(n bigint, g bigint, t int, r uuid, b int, bad boolean)
  ), barred AS MATERIALIZED (  -- cells are megabytes, and only of others than clinicians are they looked at
    SELECT o.n FROM jsonb_to_recordset(CASE WHEN pz.is_clinician(p_role) THEN '[]' ELSE p_ops END)
      AS o(n bigint, t int, p jsonb, c jsonb) WHERE pz.touches_clinical(o.t, o.p, o.c)
  ), judged AS (
    SELECT x.n, x.g, coalesce(v.version, 0) AS now, CASE
        WHEN k.table_no IS NULL THEN 'unknown_table'
        WHEN NOT p_role = ANY (k.writers) OR x.n IN (SELECT y.n FROM barred y) THEN 'forbidden'
        WHEN coalesce(v.version, 0) <> x.b THEN 'stale'
        WHEN x.b > 0 AND k.insert_only THEN 'frozen'
        WHEN x.bad THEN 'check'
      END AS code
    FROM x
    LEFT JOIN pz.known_tables() k ON k.table_no = x.t
    LEFT JOIN pz.versions(p_ws, p_ops) v ON v.table_no = x.t AND v.row_id = x.r
  )
  SELECT j.n, j.g, j.now, coalesce(j.code, CASE WHEN bool_or(j.code IS NOT NULL) OVER (PARTITION BY j.g)
    THEN 'group' END) FROM judged j;
END $$;

-- Stable words for what a constraint or rule said; never the server's own message, which quotes rows.
CREATE FUNCTION pz.refusal(p_state text, p_constraint text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
  WHEN p_state = '23505' THEN 'unique'
  WHEN p_state = '23503' THEN 'reference'
  WHEN p_state = '54000' OR (p_state = '23514' AND p_constraint LIKE '%\_size') THEN 'too_large'
  WHEN p_state = 'PZF01' OR p_state = 'PZA01' THEN 'frozen'
  WHEN p_state = '42501' OR p_state LIKE 'PZM%' THEN 'forbidden'
  WHEN p_state LIKE 'PZV%' THEN 'stale'
  WHEN p_state = 'PZN01' THEN 'name'
  ELSE 'check'
END;

CREATE FUNCTION pz.is_serial(p_ops jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT count(*) > count(DISTINCT (x.t, x.r)) FROM jsonb_to_recordset(p_ops) AS x(t int, r uuid));

CREATE FUNCTION pz.status_of(p_code text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN p_code IS NULL THEN 'ok' WHEN p_code = 'stale' THEN 'stale' ELSE 'refused' END;

-- Ops carry megabytes: they are copied only when some of them must stay behind. Never by jsonb_agg: for each text in a
-- document it measures all the texts after it, and one op of a million letters took it a minute.
CREATE FUNCTION pz.ops_without(p_ops jsonb, p_held bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT jsonb_build_array(VARIADIC array_agg(e.op ORDER BY e.place))
  FROM jsonb_array_elements(p_ops) WITH ORDINALITY AS e(op, place)
  WHERE (e.op ->> 'n')::bigint <> ALL (p_held));

CREATE FUNCTION pz.ops_of(p_ops jsonb, p_table int) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT jsonb_build_array(VARIADIC array_agg(e.op ORDER BY e.place))
  FROM jsonb_array_elements(p_ops) WITH ORDINALITY AS e(op, place)
  WHERE (e.op ->> 't')::int = p_table);

-- All ops at once, a statement per table. Answers [op_no, status, version, code]; NULL when a constraint
-- said no somewhere, and then nothing was written.
CREATE FUNCTION pz.push_together(p_ws uuid, p_device uuid, p_role text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  answer jsonb;
  held bigint[];
  ready jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_array(v.op_no, pz.status_of(v.code), v.now + (v.code IS NULL)::int,
      nullif(v.code, 'stale'))), array_agg(v.op_no) FILTER (WHERE v.code IS NOT NULL)
    INTO answer, held FROM pz.verdicts(p_ws, p_role, p_ops) v;
  ready := CASE WHEN held IS NULL THEN p_ops ELSE pz.ops_without(p_ops, held) END;
  IF ready IS NOT NULL THEN
    PERFORM pz.apply_ops(p_ws, p_device, pz.reserve(p_ws, jsonb_array_length(ready)), ready);
  END IF;
  RETURN answer;
EXCEPTION
  WHEN integrity_constraint_violation OR data_exception OR insufficient_privilege
      OR program_limit_exceeded OR SQLSTATE 'PZ000' THEN
    RETURN NULL;
END $$;

CREATE FUNCTION pz.held_back(p_ws uuid, p_ops jsonb, p_failing bigint, p_code text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT jsonb_agg(jsonb_build_array(x.n,
    CASE WHEN x.n = p_failing THEN pz.status_of(p_code) ELSE 'refused' END, coalesce(v.version, 0),
    CASE WHEN x.n = p_failing THEN nullif(p_code, 'stale') ELSE 'group' END))
  FROM jsonb_to_recordset(p_ops) AS x(n bigint, t int, r uuid)
  LEFT JOIN pz.versions(p_ws, p_ops) v ON v.table_no = x.t AND v.row_id = x.r);

-- One group, op after op, or nothing of it; the op that failed gets the code, its group says `group`.
CREATE FUNCTION pz.push_group(p_ws uuid, p_device uuid, p_role text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  op jsonb;
  alone jsonb;
  failing bigint;
  state text;
  constraint_name text;
  answer jsonb := '[]';
  verdict record;
BEGIN
  FOR op IN SELECT e FROM jsonb_array_elements(p_ops) e LOOP
    failing := (op ->> 'n')::bigint;
    alone := jsonb_build_array(op);
    SELECT * INTO verdict FROM pz.verdicts(p_ws, p_role, alone);
    IF verdict.code IS NOT NULL THEN
      state := verdict.code;
      RAISE EXCEPTION 'held back' USING ERRCODE = 'PZG01';
    END IF;
    PERFORM pz.apply_ops(p_ws, p_device, pz.reserve(p_ws, 1), alone);
    answer := answer || jsonb_build_array(jsonb_build_array(failing, 'ok', verdict.now + 1, NULL));
  END LOOP;
  RETURN answer;
EXCEPTION
  WHEN integrity_constraint_violation OR data_exception OR insufficient_privilege
      OR program_limit_exceeded OR SQLSTATE 'PZ000' THEN
    GET STACKED DIAGNOSTICS constraint_name = CONSTRAINT_NAME;
    state := coalesce(state, pz.refusal(SQLSTATE, constraint_name));
    RETURN pz.held_back(p_ws, p_ops, failing, state);
END $$;

CREATE FUNCTION pz.push_by_group(p_ws uuid, p_device uuid, p_role text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  answer jsonb := '[]';
  part jsonb;
BEGIN
  FOR part IN SELECT jsonb_build_array(VARIADIC array_agg(e.op ORDER BY e.place))
      FROM jsonb_array_elements(p_ops) WITH ORDINALITY AS e(op, place)
      GROUP BY e.op ->> 'g' ORDER BY min(e.place) LOOP
    answer := answer || pz.push_group(p_ws, p_device, p_role, part);
  END LOOP;
  RETURN answer;
END $$;

CREATE FUNCTION pz.write_ledger(p_ws uuid, p_device uuid, p_ops jsonb, p_answer jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO pz.ledger (workspace_id, device_id, op_no, op_id, status, version, code)
  SELECT p_ws, p_device, x.n, x.i, a.e ->> 1, (a.e ->> 2)::int, a.e ->> 3
  FROM jsonb_to_recordset(p_ops) AS x(n bigint, i uuid)
  JOIN jsonb_array_elements(p_answer) AS a(e) ON (a.e ->> 0)::bigint = x.n
$$;

-- Answers of ops that were answered before. An accepted op keeps the version that it made; for the others
-- the present one is what the device needs.
CREATE FUNCTION pz.replayed(p_ws uuid, p_device uuid, p_ops jsonb, p_nos bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(jsonb_agg(jsonb_build_array(l.op_no, l.status,
    CASE WHEN l.status = 'ok' THEN l.version ELSE coalesce(v.version, 0) END, l.code)), '[]')
  FROM jsonb_to_recordset(p_ops) AS x(n bigint, t int, r uuid)
  JOIN pz.ledger l ON l.workspace_id = p_ws AND l.device_id = p_device AND l.op_no = x.n
  LEFT JOIN pz.versions(p_ws, p_ops) v ON v.table_no = x.t AND v.row_id = x.r
  WHERE x.n = ANY (p_nos));

-- The ops that were written, NULL when none was; their batch itself when all were.
CREATE FUNCTION pz.taken(p_ops jsonb, p_answer jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  left_out bigint[] := (SELECT array_agg((a.e ->> 0)::bigint) FROM jsonb_array_elements(p_answer) AS a(e)
    WHERE a.e ->> 1 <> 'ok');
BEGIN
  RETURN CASE WHEN left_out IS NULL THEN p_ops ELSE pz.ops_without(p_ops, left_out) END;
END $$;

CREATE FUNCTION pz.push_fresh(p_ws uuid, p_device uuid, p_role text, p_ops jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  answer jsonb;
BEGIN
  IF p_ops IS NULL OR p_ops = '[]' THEN
    RETURN '[]';
  END IF;
  IF NOT pz.is_serial(p_ops) THEN
    answer := pz.push_together(p_ws, p_device, p_role, p_ops);
  END IF;
  answer := coalesce(answer, pz.push_by_group(p_ws, p_device, p_role, p_ops));
  PERFORM pz.write_ledger(p_ws, p_device, p_ops, answer);
  PERFORM pz.count_taken(p_ws, pz.taken(p_ops, answer));
  RETURN answer;
END $$;

-- Rows that an owner's device puts in the place of what nobody can verify: only there may what was finalized
-- be lifted. Set by each push, whatever a device set itself.
CREATE FUNCTION pz.superseded(p_role text, p_batch jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_role <> 'OWNER' OR NOT p_batch @> '[{"w": true}]' THEN
    RETURN '';
  END IF;
  RETURN (SELECT string_agg(x.r::text, ' ') FROM jsonb_to_recordset(p_batch) AS x(r uuid, w jsonb)
    WHERE x.w = 'true');
END $$;

-- Rows that a laptop offers again because the server lost them: only these may name others than the login's person.
CREATE FUNCTION pz.offered(p_batch jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT p_batch @> '[{"o": true}]' THEN
    RETURN '';
  END IF;
  RETURN (SELECT string_agg(x.r::text, ' ') FROM jsonb_to_recordset(p_batch) AS x(r uuid, o jsonb)
    WHERE x.o = 'true');
END $$;

-- A plan that is made for the very value of an argument holds it, and each step of planning copies it: of a call of ten
-- megabytes that was half of the work. So here, and in whatever else takes rows, plans are made for any value.
CREATE FUNCTION pzapi.sync_push(p_ws uuid, p_epoch uuid, p_schema int, p_batch jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  role text := pz.admit(p_ws);
  device uuid := pz.my_device();
  last_no bigint;
  old_nos bigint[];
  new_ops jsonb;
  answer jsonb;
BEGIN
  PERFORM pz.check_batch(p_batch);
  IF role = 'READONLY' THEN
    -- Nothing of this will be written, so nobody shall wait for it: refused as it is, and remembered.
    PERFORM pz.check_head(pz.head(p_ws), p_epoch, p_schema);
  ELSE
    PERFORM pz.check_head(pz.lock_head(p_ws), p_epoch, p_schema);
    role := pz.admit(p_ws);  -- again: the lock may have taken its time
  END IF;
  PERFORM pz.check_labels(p_ws, p_batch);
  PERFORM pz.check_quota(p_ws, p_batch);
  PERFORM set_config('app.superseded', pz.superseded(role, p_batch), true);
  PERFORM set_config('app.offered', pz.offered(p_batch), true);
  PERFORM set_config('app.acting', pz.my_person()::text, true);
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  last_no := pz.check_ledger(p_ws, device, p_batch);
  old_nos := (SELECT array_agg(x.n) FROM jsonb_to_recordset(p_batch) AS x(n bigint) WHERE x.n <= last_no);
  new_ops := CASE WHEN old_nos IS NULL THEN p_batch ELSE pz.ops_without(p_batch, old_nos) END;
  answer := pz.push_fresh(p_ws, device, role, new_ops);
  IF old_nos IS NOT NULL THEN
    answer := pz.replayed(p_ws, device, p_batch, old_nos) || answer;
  END IF;
  RETURN jsonb_build_object('results', answer, 'seq', (pz.head(p_ws)).seq);
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pzapi FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pzapi.sync_push(uuid, uuid, int, jsonb) TO pz_member;
