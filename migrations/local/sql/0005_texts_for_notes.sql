-- Revision 5: texts that notes begin with, and texts that an abbreviation stands for.

CREATE TABLE note_templates (
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
    service_id BLOB,
    name TEXT NOT NULL,
    subjective TEXT,
    objective TEXT,
    assessment TEXT,
    "plan" TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_note_templates_seq ON note_templates (workspace_id, seq);

CREATE INDEX ix_note_templates_service_id ON note_templates (workspace_id, service_id);

CREATE TABLE text_snippets (
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
    abbreviation TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_text_snippets_seq ON text_snippets (workspace_id, seq);

-- An older program passed over such rows in the feed, so it is read again. Not from 0: a place behind forgotten
-- tombstones must still be noticed, and number 1 is never one of these (the practice itself is older).
UPDATE feed SET seq = min(seq, 1);
