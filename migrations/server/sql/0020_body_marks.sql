-- Revision 20: marks on the body charts of notes.

CREATE TABLE pz.body_marks (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  session_id UUID NOT NULL,
  kind BYTEA NOT NULL,
  place BYTEA NOT NULL,
  intensity BYTEA,
  remark BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_body_marks_version CHECK (version > 0),
  CONSTRAINT ck_body_marks_kind_size CHECK (octet_length(kind) <= 1000000),
  CONSTRAINT ck_body_marks_place_size CHECK (octet_length(place) <= 1000000),
  CONSTRAINT ck_body_marks_intensity_size CHECK (octet_length(intensity) <= 1000000),
  CONSTRAINT ck_body_marks_remark_size CHECK (octet_length(remark) <= 1000000),
  CONSTRAINT ck_body_marks_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_body_marks_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_body_marks_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_body_marks_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_body_marks_session_id FOREIGN KEY(workspace_id, session_id) REFERENCES pz.sessions (workspace_id, id) ON DELETE CASCADE
);
ALTER TABLE pz.body_marks REPLICA IDENTITY USING INDEX uq_body_marks_workspace_id;
CREATE INDEX ix_body_marks_id ON pz.body_marks (id);
CREATE INDEX ix_body_marks_seq ON pz.body_marks (workspace_id, seq);
CREATE INDEX ix_body_marks_session_id ON pz.body_marks (workspace_id, session_id);
COMMENT ON COLUMN pz.body_marks.kind IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.body_marks.place IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.body_marks.intensity IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.body_marks.remark IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.body_marks
  ALTER COLUMN kind SET STORAGE EXTERNAL,
  ALTER COLUMN place SET STORAGE EXTERNAL,
  ALTER COLUMN intensity SET STORAGE EXTERNAL,
  ALTER COLUMN remark SET STORAGE EXTERNAL;
