-- Revision 7: an adopted audit event gets its seal after it was chained, so its link holds without the signer.

ALTER TABLE pz.audit_events ADD COLUMN sealed_late BOOLEAN DEFAULT false NOT NULL;
