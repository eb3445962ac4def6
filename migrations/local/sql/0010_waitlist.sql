-- Revision 10: the waitlist.

CREATE TABLE waitlist_entries (
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
    practitioner_user_id BLOB,
    service_id BLOB,
    location_id BLOB,
    duration_minutes INTEGER NOT NULL,
    waiting_since INTEGER NOT NULL,
    status TEXT DEFAULT 'WAITING' NOT NULL,
    weekdays TEXT,
    day_part TEXT,
    earliest VARCHAR,
    latest VARCHAR,
    urgency TEXT,
    remark TEXT,
    PRIMARY KEY (rid),
    CHECK (duration_minutes BETWEEN 1 AND 1440),
    CHECK (status IN ('WAITING', 'BOOKED')),
    UNIQUE (id)
);

CREATE INDEX ix_waitlist_entries_client_id_waiting_since ON waitlist_entries (workspace_id, client_id, waiting_since);

CREATE INDEX ix_waitlist_entries_seq ON waitlist_entries (workspace_id, seq);

CREATE INDEX ix_waitlist_entries_status_waiting_since ON waitlist_entries (workspace_id, status, waiting_since);

CREATE TRIGGER digest_waitlist_entries_insert AFTER INSERT ON waitlist_entries BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 18, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_waitlist_entries_update AFTER UPDATE OF seq, mac, workspace_id ON waitlist_entries WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 18, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 18, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_waitlist_entries_delete AFTER DELETE ON waitlist_entries BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 18, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

-- An older program passed over such rows in the feed, so it is read again; see revision 5.
UPDATE feed SET seq = min(seq, 1);
