-- Labels of cells: which workspace key sealed them. The server reads labels and nothing else of a cell.

CREATE FUNCTION pz.label_of(p_cell bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(substring(encode(substring(p_cell FROM 1 FOR 10), 'escape') FROM '^v[1-9][0-9]{0,7}:'), '');

-- 0 for a cell without a label, NULL where there is no cell.
CREATE FUNCTION pz.label_no(p_cell bytea) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_cell IS NOT NULL
  THEN coalesce(nullif(btrim(pz.label_of(p_cell), 'v:'), '')::int, 0) END;

-- The clinical twin of key n has the number n + 50000000; a rotation makes both. 50000000 itself is no key.
CREATE FUNCTION pz.base_no(p_key_no int) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_key_no > 50000000 THEN p_key_no - 50000000 ELSE p_key_no END;

-- Whether a cell may take another's place while its row keeps its version: the same cell, or one of the same
-- size under a later key. A cell that is not there stays away.
CREATE FUNCTION pz.is_resealed(p_old bytea, p_new bytea) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_old IS NOT DISTINCT FROM p_new OR coalesce(pz.label_no(p_new) > pz.label_no(p_old)
  AND octet_length(p_new) - length(pz.label_of(p_new)) = octet_length(p_old) - length(pz.label_of(p_old)), false);

-- Whether a device's row has what a seal looks like: a digest, and a signature with a path of at most sixteen
-- hashes. Whose signature it is only devices can tell.
CREATE FUNCTION pz.is_sealed(p_mac bytea, p_seal bytea, p_by uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN p_by IS NULL OR coalesce(octet_length(p_mac) = 32 AND octet_length(p_seal) BETWEEN 67 AND 579
  AND octet_length(p_seal) % 32 = 3 AND substring(p_seal FROM 1 FOR 1) = '\x01'::bytea, false);

CREATE FUNCTION pz.current_key_no(p_ws uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT m.key_no FROM pz.key_manifests m WHERE m.workspace_id = p_ws
    ORDER BY m.generation DESC LIMIT 1), 1);
END $$;

-- Whether what is clinical has keys of its own in a practice: from then on it is withheld cell by cell too.
CREATE FUNCTION pz.is_parted(p_ws uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM pz.key_manifests m WHERE m.workspace_id = p_ws AND m.clinical);
END $$;

-- The key under which clinical cells belong: the newest twin, or in a practice without twins the current key.
CREATE FUNCTION pz.clinical_key_no(p_ws uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT m.key_no + 50000000 FROM pz.key_manifests m WHERE m.workspace_id = p_ws AND m.clinical
    ORDER BY m.generation DESC LIMIT 1), pz.current_key_no(p_ws));
END $$;

-- A program that does not know of digests in place of clinical cells would take such rows for false ones.
CREATE FUNCTION pz.require_schema(p_ws uuid, p_schema int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE pz.sync_workspace w SET min_client_schema = p_schema
    WHERE w.workspace_id = p_ws AND w.min_client_schema < p_schema;
END $$;

-- The oldest key under which a push may seal: each rotation gives a while to those who have not heard of it.
CREATE FUNCTION pz.least_key_no(p_ws uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT m.key_no FROM pz.key_manifests m WHERE m.workspace_id = p_ws
    AND m.grace_until <= now() ORDER BY m.generation DESC LIMIT 1), 1);
END $$;

-- True when some cell ({"10": base64, ...}, nulls left aside) has a label under p_least. The first sixteen
-- characters of base64 hold any label, unless there are spaces among them, which decoding passes over and no program of
-- ours writes. Without a backslash: what one means in here a login may choose.
CREATE FUNCTION pz.has_old_label(p_cells jsonb, p_least int) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN jsonb_typeof(p_cells) = 'object' AND EXISTS (SELECT FROM jsonb_each_text(p_cells) c
    WHERE c.value IS NOT NULL AND CASE WHEN left(c.value, 16) ~ '[[:space:]]' THEN true
      ELSE pz.base_no(pz.label_no(decode(left(c.value, 16), 'base64'))) < p_least END);
EXCEPTION WHEN data_exception THEN
  RETURN true;  -- no base64, which no program of ours writes; it may stand under a number that nobody reads
END $$;

CREATE FUNCTION pz.check_labels(p_ws uuid, p_batch jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  least int := pz.least_key_no(p_ws);
BEGIN
  IF least > 1 AND EXISTS (SELECT FROM jsonb_to_recordset(p_batch) AS x(c jsonb)
      WHERE pz.has_old_label(x.c, least)) THEN
    RAISE EXCEPTION 'sealed with an old key' USING ERRCODE = 'PZK02';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.label_of(bytea), pz.label_no(bytea), pz.is_resealed(bytea, bytea),
  pz.is_sealed(bytea, bytea, uuid),
  pz.current_key_no(uuid), pz.least_key_no(uuid), pz.check_labels(uuid, jsonb), pz.base_no(int),
  pz.is_parted(uuid), pz.clinical_key_no(uuid) TO pz_owner, pz_prov;
GRANT EXECUTE ON FUNCTION pz.require_schema(uuid, int) TO pz_prov;
