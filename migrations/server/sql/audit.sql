-- The audit chain as laptops follow it: its heads, its links, and the heads that laptops signed.

-- A chain is followed within one life of the server.
CREATE FUNCTION pz.admit_to_chain(p_ws uuid, p_epoch uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit(p_ws);
  IF (pz.head(p_ws)).epoch IS DISTINCT FROM p_epoch THEN
    RAISE EXCEPTION 'another epoch' USING ERRCODE = 'PZE01';
  END IF;
  PERFORM set_config('app.current_workspace_id', p_ws::text, true);
END $$;

CREATE FUNCTION pz.my_audit_heads(p_device uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg(h.workspace_id,
      jsonb_build_array(h.chain_no, encode(h.hash, 'hex'))), '{}')
    FROM pz.audit_head h JOIN pz.device_grants g ON g.workspace_id = h.workspace_id
    WHERE g.device_id = p_device AND g.revoked_at IS NULL);
END $$;

-- Links after p_after in their order; as many as p_bytes of their text allow, and one at least.
CREATE FUNCTION pzapi.audit_links(p_ws uuid, p_epoch uuid, p_after bigint, p_limit int)
RETURNS TABLE (chain_no bigint, hash bytea, said text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  shown bigint;
BEGIN
  PERFORM pz.admit_to_chain(p_ws, p_epoch);
  RETURN QUERY
    SELECT w.chain_no, w.hash, w.said FROM (
      SELECT l.chain_no, l.hash, l.said, row_number() OVER o AS place, sum(octet_length(l.said)) OVER o AS weight
      FROM (
        SELECT e.chain_no, e.hash, pz.audit_said(e) AS said FROM pz.audit_events e
        WHERE e.workspace_id = p_ws AND e.chain_no > p_after
        ORDER BY e.chain_no LIMIT least(greatest(p_limit, 1), 2000)
      ) l WINDOW o AS (ORDER BY l.chain_no)
    ) w WHERE w.place = 1 OR w.weight <= 8000000 ORDER BY w.chain_no;
  GET DIAGNOSTICS shown = ROW_COUNT;
  PERFORM pz.record_read(p_ws, 0, 0, shown);
END $$;

-- The newest of every device.
CREATE FUNCTION pzapi.audit_witnesses(p_ws uuid, p_epoch uuid)
RETURNS TABLE (device_id uuid, chain_no bigint, hash bytea, signature bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pz.admit_to_chain(p_ws, p_epoch);
  RETURN QUERY SELECT DISTINCT ON (w.device_id) w.device_id, w.chain_no, w.hash, w.signature
    FROM pz.audit_witnesses w WHERE w.workspace_id = p_ws ORDER BY w.device_id, w.chain_no DESC;
END $$;

-- A device adds a head that stands in the chain, at most one for every 64 links or every hour.
CREATE FUNCTION pzapi.witness_audit(p_ws uuid, p_epoch uuid, p_chain_no bigint, p_hash bytea,
  p_signature bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  added int;
BEGIN
  PERFORM pz.admit_to_chain(p_ws, p_epoch);
  INSERT INTO pz.audit_witnesses (workspace_id, device_id, chain_no, hash, signature)
  SELECT p_ws, pz.my_device(), e.chain_no, e.hash, p_signature
  FROM pz.audit_events e
  WHERE e.workspace_id = p_ws AND e.chain_no = p_chain_no AND e.hash = p_hash
    AND octet_length(p_signature) = 64 AND NOT EXISTS (
      SELECT FROM pz.audit_witnesses w WHERE w.workspace_id = p_ws AND w.device_id = pz.my_device()
        AND (w.chain_no >= p_chain_no
          OR w.chain_no > p_chain_no - 64 AND w.made_at > now() - interval '1 hour'))
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS added = ROW_COUNT;
  RETURN added = 1;
END $$;

GRANT EXECUTE ON FUNCTION pzapi.audit_links(uuid, uuid, bigint, int), pzapi.audit_witnesses(uuid, uuid),
  pzapi.witness_audit(uuid, uuid, bigint, bytea, bytea) TO pz_member;
