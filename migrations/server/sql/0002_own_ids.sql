-- Revision 0002, frozen: later changes are later revisions.

-- An id belongs to its workspace: taken elsewhere, it must neither be refused here nor tell that it is.

ALTER TABLE pz.appointments DROP CONSTRAINT appointments_pkey, REPLICA IDENTITY USING INDEX uq_appointments_workspace_id;
CREATE INDEX ix_appointments_id ON pz.appointments (id);
ALTER TABLE pz.audit_events DROP CONSTRAINT audit_events_pkey, REPLICA IDENTITY USING INDEX uq_audit_events_workspace_id;
CREATE INDEX ix_audit_events_id ON pz.audit_events (id);
ALTER TABLE pz.clients DROP CONSTRAINT clients_pkey, REPLICA IDENTITY USING INDEX uq_clients_workspace_id;
CREATE INDEX ix_clients_id ON pz.clients (id);
ALTER TABLE pz.conflicts DROP CONSTRAINT conflicts_pkey, REPLICA IDENTITY USING INDEX uq_conflicts_workspace_id;
CREATE INDEX ix_conflicts_id ON pz.conflicts (id);
ALTER TABLE pz.locations DROP CONSTRAINT locations_pkey, REPLICA IDENTITY USING INDEX uq_locations_workspace_id;
CREATE INDEX ix_locations_id ON pz.locations (id);
ALTER TABLE pz.services DROP CONSTRAINT services_pkey, REPLICA IDENTITY USING INDEX uq_services_workspace_id;
CREATE INDEX ix_services_id ON pz.services (id);
ALTER TABLE pz.session_versions DROP CONSTRAINT session_versions_pkey, REPLICA IDENTITY USING INDEX uq_session_versions_workspace_id;
CREATE INDEX ix_session_versions_id ON pz.session_versions (id);
ALTER TABLE pz.sessions DROP CONSTRAINT sessions_pkey, REPLICA IDENTITY USING INDEX uq_sessions_workspace_id;
CREATE INDEX ix_sessions_id ON pz.sessions (id);
ALTER TABLE pz.users DROP CONSTRAINT users_pkey, REPLICA IDENTITY USING INDEX uq_users_workspace_id;
CREATE INDEX ix_users_id ON pz.users (id);
ALTER TABLE pz.workspaces DROP CONSTRAINT workspaces_pkey, REPLICA IDENTITY USING INDEX uq_workspaces_workspace_id;
CREATE INDEX ix_workspaces_id ON pz.workspaces (id);

-- What a device's login is checked against: nobody shall let the same device in with a password of their own,
-- and a restored server must know its devices. Roles' passwords cannot be read by who runs a managed server.
ALTER TABLE pz.devices ADD COLUMN verifier TEXT;
