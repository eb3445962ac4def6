-- Revision 9: measures of clients.

CREATE TABLE measures (
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
    taken_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT,
    low TEXT,
    high TEXT,
    value TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_measures_seq ON measures (workspace_id, seq);

CREATE INDEX ix_measures_client_id_taken_at ON measures (workspace_id, client_id, taken_at);

CREATE INDEX ix_measures_session_id ON measures (workspace_id, session_id);

CREATE TRIGGER digest_measures_insert AFTER INSERT ON measures BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 17, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_measures_update AFTER UPDATE OF seq, mac, workspace_id ON measures WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 17, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 17, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_measures_delete AFTER DELETE ON measures BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 17, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

-- An older program passed over such rows in the feed, so it is read again; see revision 5.
UPDATE feed SET seq = min(seq, 1);
