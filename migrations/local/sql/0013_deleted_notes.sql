-- Revision 13: the list of deleted notes is read from an index of its own.

CREATE INDEX ix_sessions_deleted ON sessions (workspace_id, deleted_at) WHERE deleted_at IS NOT NULL;
