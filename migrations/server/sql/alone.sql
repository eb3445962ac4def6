-- A call of a device is a transaction of its own, as the program makes it. Whoever strings calls together holds a
-- lock for each part that wrote, and locks are of the whole server. PostgreSQL tells whether something was written
-- before; it does not tell whether a transaction or savepoints are open, so `pazpaz server guard` bounds the rest.
CREATE FUNCTION pz.check_alone() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION 'one call in a transaction' USING ERRCODE = 'PZT01';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION pz.check_alone() TO pz_owner, pz_prov;
