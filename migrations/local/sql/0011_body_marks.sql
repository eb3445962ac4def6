-- Revision 11: marks on the body charts of notes.

CREATE TABLE body_marks (
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
    session_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    intensity TEXT,
    remark TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_body_marks_seq ON body_marks (workspace_id, seq);

CREATE INDEX ix_body_marks_session_id ON body_marks (workspace_id, session_id);

CREATE TRIGGER digest_body_marks_insert AFTER INSERT ON body_marks BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 19, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_body_marks_update AFTER UPDATE OF seq, mac, workspace_id ON body_marks WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 19, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 19, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_body_marks_delete AFTER DELETE ON body_marks BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 19, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

-- An older program passed over such rows in the feed, so it is read again; see revision 5.
UPDATE feed SET seq = min(seq, 1);
