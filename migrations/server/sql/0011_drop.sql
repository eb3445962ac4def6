DROP TABLE pz.audit_witnesses;
DROP INDEX pz.ix_audit_events_chain_no;
