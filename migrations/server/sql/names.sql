-- In whose name a device may write. Owned by pz_authz: it reads who is behind a device, and what stood in a row.

-- Whose device a login is, as the guards of a push compare it.
CREATE FUNCTION pz.my_person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT d.user_id FROM pz.devices d WHERE d.login_role = session_user AND d.revoked_at IS NULL);
END $$;

-- Whether a device is somebody else's. One that this server never knew is nobody's: a practice that began alone, or
-- was restored from a backup, has events of laptops that were never let in here.
CREATE FUNCTION pz.is_anothers(p_device uuid, p_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM pz.devices d WHERE d.device_id = p_device AND d.user_id <> p_person);
END $$;

-- Whether this server was put back to an earlier state, as the operator's `restore` or a laptop told it. Laptops offer
-- again what it lost, whoever did it, and one that comes late tells it anew.
CREATE FUNCTION pz.is_put_back(p_ws uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM pz.went_back b JOIN pz.sync_workspace w
    ON w.workspace_id = b.workspace_id AND w.epoch = b.epoch
    WHERE b.workspace_id = p_ws AND b.told_at > now() - interval '30 days');
END $$;

-- What stood in the row may come back into it: over rubbish. What is offered again may name whoever it was, while the
-- server is known to have lost something; where it has a signature, that must name a device of this person, and laptops
-- check the rest of it.
CREATE FUNCTION pz.may_name(p_ws uuid, p_table int, p_row uuid, p_column int, p_named uuid, p_signature bytea)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM pz.former_names f WHERE f.workspace_id = p_ws AND f.table_no = p_table
      AND f.row_id = p_row AND f.column_no = p_column AND f.named = p_named) THEN
    RETURN true;
  END IF;
  RETURN strpos(coalesce(current_setting('app.offered', true), ''), p_row::text) > 0
    AND pz.is_put_back(p_ws)
    AND (p_signature IS NULL OR octet_length(p_signature) = 81 AND EXISTS (SELECT FROM pz.devices d
      WHERE d.device_id = encode(substr(p_signature, 2, 16), 'hex')::uuid AND d.user_id = p_named));
END $$;

CREATE FUNCTION pz.keep_name(p_ws uuid, p_table int, p_row uuid, p_column int, p_named uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_named IS NOT NULL THEN
    INSERT INTO pz.former_names (workspace_id, table_no, row_id, column_no, named)
      VALUES (p_ws, p_table, p_row, p_column, p_named) ON CONFLICT DO NOTHING;
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.my_person(), pz.is_anothers(uuid, uuid), pz.is_put_back(uuid),
  pz.may_name(uuid, int, uuid, int, uuid, bytea), pz.keep_name(uuid, int, uuid, int, uuid) TO pz_owner;

-- Whether a device was in this practice and was shut out of it.
CREATE FUNCTION pz.is_removed(p_ws uuid, p_device uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM pz.device_grants g
    WHERE g.workspace_id = p_ws AND g.device_id = p_device AND g.revoked_at IS NOT NULL);
END $$;

-- Who set rows of whom aside, for whoever asks later.
CREATE FUNCTION pz.note_aside(p_ws uuid, p_of uuid, p_table int, p_rows int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_rows > 0 THEN
    PERFORM pz.count_day(p_ws, p_rows, 0, 0);
    INSERT INTO pz.set_asides (workspace_id, of_device, by_device, table_no, rows)
      VALUES (p_ws, p_of, pz.my_device(), p_table, p_rows);
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.is_removed(uuid, uuid), pz.note_aside(uuid, uuid, int, int) TO pz_owner;
