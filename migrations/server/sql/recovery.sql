-- The recovery paper opens the newest version that an owner sealed or signed. Which one that is only the paper's
-- holder can tell; so all are kept. Owned by pz_prov.

CREATE FUNCTION pz.next_paper_no(p_ws uuid) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((SELECT max(r.number) FROM pz.recovery_papers r WHERE r.workspace_id = p_ws), 0) + 1;

-- A version is kept when the keys for the paper changed, or when it brings the seal that an adopted one lacked. A
-- login makes few in a day, so that nobody buries the genuine ones; and how it wants bytes and times to be spelled is
-- nothing to those who read them.
CREATE FUNCTION pz.keep_recovery_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET bytea_output = hex SET timezone = 'UTC' AS $$
DECLARE
  last pz.recovery_papers;
BEGIN
  SELECT * INTO last FROM pz.recovery_papers r WHERE r.workspace_id = NEW.workspace_id
    AND r.practice IS NOT NULL ORDER BY r.number DESC LIMIT 1;
  IF jsonb_typeof(NEW.settings -> 'recovery_paper') IS DISTINCT FROM 'object'
      OR (last.practice -> 'settings' -> 'recovery_paper' = NEW.settings -> 'recovery_paper'
        AND last.practice ->> 'seal' IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM pz.recovery_papers r WHERE r.workspace_id = NEW.workspace_id
      AND r.practice ->> 'sealed_by' = NEW.sealed_by::text AND r.kept_at > now() - interval '1 day') >= 20 THEN
    RAISE EXCEPTION 'too many papers' USING ERRCODE = 'PZK03';
  END IF;
  INSERT INTO pz.recovery_papers (workspace_id, number, practice)
    VALUES (NEW.workspace_id, pz.next_paper_no(NEW.workspace_id), to_jsonb(NEW));
  RETURN NULL;
END $$;

-- What a change of the keys brings for the paper, so that no laptop has to come again before the paper opens it.
CREATE FUNCTION pz.keep_paper(p_ws uuid, p_paper bytea) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO pz.recovery_papers (workspace_id, number, paper)
    SELECT p_ws, pz.next_paper_no(p_ws), p_paper WHERE p_paper IS NOT NULL
$$;

GRANT EXECUTE ON FUNCTION pz.keep_recovery_paper() TO pz_owner;
