-- The workspace counter: its row lock orders all writes of a workspace, so that a cursor never skips one.

CREATE FUNCTION pz.head(p_ws uuid) RETURNS pz.sync_workspace
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_head pz.sync_workspace;
BEGIN
  SELECT * INTO found_head FROM pz.sync_workspace w WHERE w.workspace_id = p_ws;
  RETURN found_head;
END $$;

CREATE FUNCTION pz.lock_head(p_ws uuid) RETURNS pz.sync_workspace
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_head pz.sync_workspace;
BEGIN
  SELECT * INTO found_head FROM pz.sync_workspace w WHERE w.workspace_id = p_ws FOR NO KEY UPDATE;
  RETURN found_head;
END $$;

-- Reserves p_count numbers for this transaction and returns the one before the first.
CREATE FUNCTION pz.reserve(p_ws uuid, p_count bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before_first bigint;
BEGIN
  UPDATE pz.sync_workspace w
    SET seq = w.seq + p_count, batch_after = w.seq, batch_xid = pg_current_xact_id()::text::bigint
    WHERE w.workspace_id = p_ws RETURNING w.batch_after INTO before_first;
  RETURN before_first;
END $$;

-- A row keeps the number it was given when this very transaction reserved it; any other write, wherever
-- it comes from, gets the next one.
CREATE FUNCTION pz.numbered(p_ws uuid, p_seq bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM pz.sync_workspace w WHERE w.workspace_id = p_ws AND p_seq > w.batch_after AND p_seq <= w.seq
    AND w.batch_xid = pg_current_xact_id()::text::bigint;
  IF FOUND THEN
    RETURN p_seq;
  END IF;
  RETURN pz.reserve(p_ws, 1) + 1;
END $$;

-- One link of a workspace's audit chain; what the event says is bound through the row's mac. An adopted event
-- had no signer when it was chained.
CREATE FUNCTION pz.audit_said(p_event pz.audit_events) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN jsonb_build_array('pazpaz/audit/1', p_event.workspace_id, p_event.chain_no, p_event.id, p_event.event_type,
  p_event.resource_type, p_event.resource_id, p_event.action, p_event.user_id, p_event.device_id,
  (extract(epoch FROM p_event.client_time) * 1000000)::bigint,
  (extract(epoch FROM p_event.created_at) * 1000000)::bigint,
  p_event.metadata, encode(p_event.mac, 'hex'),
  CASE WHEN NOT p_event.sealed_late THEN p_event.sealed_by END)::text;

CREATE FUNCTION pz.audit_hash(p_previous bytea, p_event pz.audit_events) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN sha256(p_previous || convert_to(pz.audit_said(p_event), 'UTF8'));

CREATE FUNCTION pz.chained(p_event pz.audit_events) RETURNS pz.audit_events
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  chain pz.audit_head;
BEGIN
  SELECT * INTO STRICT chain FROM pz.audit_head h WHERE h.workspace_id = p_event.workspace_id FOR UPDATE;
  p_event.chain_no := chain.chain_no + 1;
  p_event.cut := false;
  p_event.hash := pz.audit_hash(chain.hash, p_event);
  UPDATE pz.audit_head h SET chain_no = p_event.chain_no, hash = p_event.hash
    WHERE h.workspace_id = p_event.workspace_id;
  RETURN p_event;
END $$;

-- First link of a workspace's audit chain that does not hold, 0 for a missing end; NULL when it is whole. Of an
-- event that an upgrade cut, what its link was made of is gone; the link itself still holds the next one.
CREATE FUNCTION pz.audit_break(p_ws uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  broken bigint;
  last_hash bytea;
BEGIN
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
  SELECT min(c.chain_no) INTO broken FROM (
    SELECT e.chain_no, row_number() OVER w AS place, NOT e.cut AND e.hash IS DISTINCT FROM
        pz.audit_hash(coalesce(lag(e.hash) OVER w, sha256(uuid_send(p_ws))), e) AS differs
    FROM pz.audit_events e WHERE e.workspace_id = p_ws WINDOW w AS (ORDER BY e.chain_no)
  ) c WHERE c.differs OR c.place <> c.chain_no;
  SELECT e.hash INTO last_hash FROM pz.audit_events e
    WHERE e.workspace_id = p_ws ORDER BY e.chain_no DESC LIMIT 1;
  RETURN coalesce(broken, (SELECT 0 FROM pz.audit_head h WHERE h.workspace_id = p_ws
    AND h.hash <> coalesce(last_hash, sha256(uuid_send(p_ws)))));
END $$;

CREATE FUNCTION pz.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME USING ERRCODE = 'PZA01';
END $$;

GRANT EXECUTE ON FUNCTION pz.head(uuid), pz.lock_head(uuid), pz.reserve(uuid, bigint),
  pz.numbered(uuid, bigint), pz.audit_said(pz.audit_events),
  pz.audit_hash(bytea, pz.audit_events), pz.chained(pz.audit_events),
  pz.refuse_change() TO pz_owner;
GRANT EXECUTE ON FUNCTION pz.lock_head(uuid) TO pz_prov;
