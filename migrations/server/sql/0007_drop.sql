ALTER TABLE pz.audit_events DROP COLUMN sealed_late;
