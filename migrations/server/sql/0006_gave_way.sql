-- Revision 6: where two devices amended a note alike numbered, the version that gave way is kept with its
-- reason, deleted; only living versions have numbers of their own.

ALTER TABLE pz.session_versions DROP CONSTRAINT uq_session_versions_session_id;
CREATE INDEX ix_session_versions_session_id ON pz.session_versions (workspace_id, session_id, version_number);
CREATE UNIQUE INDEX uq_session_versions_living ON pz.session_versions (workspace_id, session_id, version_number)
  WHERE deleted_at IS NULL;
