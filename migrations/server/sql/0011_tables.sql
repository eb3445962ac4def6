-- Revision 11: what a laptop saw of the audit chain, under its signature, and links that are found by number.

CREATE INDEX ix_audit_events_chain_no ON pz.audit_events (workspace_id, chain_no);

CREATE TABLE pz.audit_witnesses (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  chain_no BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, device_id, chain_no),
  CONSTRAINT ck_audit_witnesses_chain_no CHECK (chain_no > 0),
  CONSTRAINT ck_audit_witnesses_hash_size CHECK (octet_length(hash) = 32),
  CONSTRAINT ck_audit_witnesses_signature_size CHECK (octet_length(signature) = 64),
  CONSTRAINT fk_audit_witnesses_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
