-- Revision 4: attachments, their content in sealed chunks, and who read which.

CREATE TABLE pz.session_attachments (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  client_id UUID NOT NULL,
  session_id UUID,
  uploaded_by_user_id UUID,
  file_name BYTEA NOT NULL,
  file_type TEXT DEFAULT 'application/octet-stream' NOT NULL,
  file_size_bytes INTEGER NOT NULL,
  blob_key BYTEA NOT NULL,
  chunk_count INTEGER NOT NULL,
  caption BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  CONSTRAINT ck_session_attachments_version CHECK (version > 0),
  CONSTRAINT ck_session_attachments_file_name_size CHECK (octet_length(file_name) <= 1000000),
  CONSTRAINT ck_session_attachments_file_type_size CHECK (octet_length(file_type) <= 20000),
  CONSTRAINT ck_session_attachments_file_size_bytes CHECK (file_size_bytes > 0),
  CONSTRAINT ck_session_attachments_blob_key CHECK (length(blob_key) = 32),
  CONSTRAINT ck_session_attachments_blob_key_size CHECK (octet_length(blob_key) <= 20000),
  CONSTRAINT ck_session_attachments_chunk_count CHECK (chunk_count > 0),
  CONSTRAINT ck_session_attachments_caption_size CHECK (octet_length(caption) <= 1000000),
  CONSTRAINT uq_session_attachments_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_session_attachments_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_session_attachments_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_session_attachments_session_id FOREIGN KEY(workspace_id, session_id) REFERENCES pz.sessions (workspace_id, id) ON DELETE SET NULL (session_id),
  CONSTRAINT fk_session_attachments_uploaded_by_user_id FOREIGN KEY(workspace_id, uploaded_by_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (uploaded_by_user_id)
);
ALTER TABLE pz.session_attachments REPLICA IDENTITY USING INDEX uq_session_attachments_workspace_id;
CREATE INDEX ix_session_attachments_blob_key ON pz.session_attachments (workspace_id, blob_key);
CREATE INDEX ix_session_attachments_client_id ON pz.session_attachments (workspace_id, client_id, created_at);
CREATE INDEX ix_session_attachments_id ON pz.session_attachments (id);
CREATE INDEX ix_session_attachments_seq ON pz.session_attachments (workspace_id, seq);
CREATE INDEX ix_session_attachments_session_id ON pz.session_attachments (workspace_id, session_id, created_at);
CREATE INDEX ix_session_attachments_uploaded_by_user_id ON pz.session_attachments (workspace_id, uploaded_by_user_id) WHERE uploaded_by_user_id IS NOT NULL;
COMMENT ON COLUMN pz.session_attachments.file_name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.session_attachments.caption IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.blob_chunks (
  workspace_id UUID NOT NULL,
  blob_key BYTEA NOT NULL,
  chunk_count INTEGER NOT NULL,
  chunk_no INTEGER NOT NULL,
  cell BYTEA NOT NULL,
  uploaded_by UUID NOT NULL,
  uploaded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, blob_key, chunk_count, chunk_no),
  CONSTRAINT ck_blob_chunks_key CHECK (octet_length(blob_key) = 32),
  CONSTRAINT ck_blob_chunks_no CHECK (chunk_count <= 500 AND chunk_no >= 0 AND chunk_no < chunk_count),
  CONSTRAINT ck_blob_chunks_cell_size CHECK (octet_length(cell) <= 1048640),
  CONSTRAINT fk_blob_chunks_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
COMMENT ON COLUMN pz.blob_chunks.cell IS 'ENCRYPTED: bytes, sealed with the workspace key';

ALTER TABLE pz.access_events ADD COLUMN blob_key BYTEA;
COMMENT ON COLUMN pz.access_events.blob_key IS 'the file of which a chunk was read';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.session_attachments
  ALTER COLUMN file_name SET STORAGE EXTERNAL,
  ALTER COLUMN caption SET STORAGE EXTERNAL;
ALTER TABLE pz.blob_chunks
  ALTER COLUMN cell SET STORAGE EXTERNAL;
