-- Revision 2: attachments: rows that sync, and what this device knows of their content.

CREATE TABLE session_attachments (
    rid INTEGER NOT NULL,
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    seq INTEGER,
    mac BLOB,
    extra TEXT,
    origin_device BLOB,
    client_id BLOB NOT NULL,
    session_id BLOB,
    uploaded_by_user_id BLOB,
    file_name TEXT NOT NULL,
    file_type TEXT DEFAULT 'application/octet-stream' NOT NULL,
    file_size_bytes INTEGER NOT NULL,
    blob_key BLOB NOT NULL,
    chunk_count INTEGER NOT NULL,
    caption TEXT,
    PRIMARY KEY (rid),
    CHECK (file_size_bytes > 0),
    CHECK (length(blob_key) = 32),
    CHECK (chunk_count > 0),
    UNIQUE (id)
);

CREATE INDEX ix_session_attachments_blob_key ON session_attachments (workspace_id, blob_key);

CREATE INDEX ix_session_attachments_client_id_created_at ON session_attachments (workspace_id, client_id, created_at);

CREATE INDEX ix_session_attachments_seq ON session_attachments (workspace_id, seq);

CREATE INDEX ix_session_attachments_session_id_created_at ON session_attachments (workspace_id, session_id, created_at);

CREATE TABLE blobs (
    blob_key BLOB NOT NULL,
    in_clinic INTEGER DEFAULT 0 NOT NULL,
    wanted INTEGER DEFAULT 0 NOT NULL,
    verified INTEGER DEFAULT 0 NOT NULL,
    problem TEXT,
    PRIMARY KEY (blob_key)
);

-- An older program passed over attachments in the feed, so it is read again. Not from 0: a place behind forgotten
-- tombstones must still be noticed, and number 1 is never an attachment's (its client is older).
UPDATE feed SET seq = min(seq, 1);
