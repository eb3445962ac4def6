DROP INDEX pz.uq_session_versions_living;
DROP INDEX pz.ix_session_versions_session_id;
ALTER TABLE pz.session_versions
  ADD CONSTRAINT uq_session_versions_session_id UNIQUE (workspace_id, session_id, version_number);
