-- Revision 12: notes that came many at a time wait here for the full-text index, which takes the newest first.

CREATE TABLE unindexed_notes (
    rid INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (rid)
);

CREATE INDEX ix_unindexed_notes_at ON unindexed_notes (at);
