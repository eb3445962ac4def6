-- Revision 18: measures of clients.

CREATE TABLE pz.measures (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  client_id UUID NOT NULL,
  session_id UUID,
  taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
  kind BYTEA NOT NULL,
  name BYTEA NOT NULL,
  unit BYTEA,
  low BYTEA,
  high BYTEA,
  value BYTEA NOT NULL,
  note BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_measures_version CHECK (version > 0),
  CONSTRAINT ck_measures_kind_size CHECK (octet_length(kind) <= 1000000),
  CONSTRAINT ck_measures_name_size CHECK (octet_length(name) <= 1000000),
  CONSTRAINT ck_measures_unit_size CHECK (octet_length(unit) <= 1000000),
  CONSTRAINT ck_measures_low_size CHECK (octet_length(low) <= 1000000),
  CONSTRAINT ck_measures_high_size CHECK (octet_length(high) <= 1000000),
  CONSTRAINT ck_measures_value_size CHECK (octet_length(value) <= 1000000),
  CONSTRAINT ck_measures_note_size CHECK (octet_length(note) <= 1000000),
  CONSTRAINT ck_measures_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_measures_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_measures_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_measures_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_measures_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_measures_session_id FOREIGN KEY(workspace_id, session_id) REFERENCES pz.sessions (workspace_id, id) ON DELETE SET NULL (session_id)
);
ALTER TABLE pz.measures REPLICA IDENTITY USING INDEX uq_measures_workspace_id;
CREATE INDEX ix_measures_client_id ON pz.measures (workspace_id, client_id, taken_at);
CREATE INDEX ix_measures_id ON pz.measures (id);
CREATE INDEX ix_measures_seq ON pz.measures (workspace_id, seq);
CREATE INDEX ix_measures_session_id ON pz.measures (workspace_id, session_id);
COMMENT ON COLUMN pz.measures.kind IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.unit IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.low IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.high IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.value IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.measures.note IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.measures
  ALTER COLUMN kind SET STORAGE EXTERNAL,
  ALTER COLUMN name SET STORAGE EXTERNAL,
  ALTER COLUMN unit SET STORAGE EXTERNAL,
  ALTER COLUMN low SET STORAGE EXTERNAL,
  ALTER COLUMN high SET STORAGE EXTERNAL,
  ALTER COLUMN value SET STORAGE EXTERNAL,
  ALTER COLUMN note SET STORAGE EXTERNAL;
