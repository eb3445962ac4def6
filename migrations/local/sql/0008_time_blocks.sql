-- Revision 8: time that is not for appointments.

CREATE TABLE time_blocks (
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
    user_id BLOB,
    title TEXT,
    start_local TEXT NOT NULL,
    timezone TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL,
    is_all_day BOOLEAN DEFAULT 0 NOT NULL,
    rrule TEXT,
    until VARCHAR,
    exceptions TEXT,
    PRIMARY KEY (rid),
    CHECK (length(start_local) = 16),
    CHECK (duration_minutes BETWEEN 1 AND 576000),
    UNIQUE (id)
);

CREATE INDEX ix_time_blocks_seq ON time_blocks (workspace_id, seq);

CREATE INDEX ix_time_blocks_start_local_until ON time_blocks (workspace_id, start_local, until);

CREATE TRIGGER digest_time_blocks_insert AFTER INSERT ON time_blocks BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 16, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_time_blocks_update AFTER UPDATE OF seq, mac, workspace_id ON time_blocks WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 16, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 16, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_time_blocks_delete AFTER DELETE ON time_blocks BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 16, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

-- An older program passed over such rows in the feed, so it is read again; see revision 5.
UPDATE feed SET seq = min(seq, 1);
