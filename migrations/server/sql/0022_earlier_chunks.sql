-- Revision 22: what stood in a chunk's place before an owner's login put another one there, so that nobody can spoil a
-- file for good; and how much a device read on a day is found quickly.

CREATE TABLE pz.earlier_chunks (
  workspace_id UUID NOT NULL,
  blob_key BYTEA NOT NULL,
  chunk_count INTEGER NOT NULL,
  chunk_no INTEGER NOT NULL,
  number INTEGER NOT NULL,
  cell BYTEA NOT NULL,
  uploaded_by UUID NOT NULL,
  replaced_by UUID NOT NULL,
  replaced_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, blob_key, chunk_count, chunk_no, number),
  CONSTRAINT ck_earlier_chunks_number CHECK (number > 0),
  CONSTRAINT ck_earlier_chunks_key CHECK (octet_length(blob_key) = 32),
  CONSTRAINT ck_earlier_chunks_cell_size CHECK (octet_length(cell) <= 1048640),
  CONSTRAINT fk_earlier_chunks_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
COMMENT ON COLUMN pz.earlier_chunks.cell IS 'ENCRYPTED: bytes, sealed with the workspace key';
ALTER TABLE pz.earlier_chunks ALTER COLUMN cell SET STORAGE EXTERNAL;
CREATE INDEX ix_access_events_day ON pz.access_events (workspace_id, device_id, at);
