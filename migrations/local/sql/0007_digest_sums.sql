-- Revision 7: digests of what is here are kept up with every write. The first comparison counts all rows.

CREATE TABLE digest_sums (
    workspace_id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    total BLOB NOT NULL,
    PRIMARY KEY (workspace_id, table_no)
);

CREATE TABLE digest_notes (
    no INTEGER NOT NULL,
    workspace_id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    mac BLOB,
    sign INTEGER NOT NULL,
    PRIMARY KEY (no)
);

CREATE TRIGGER digest_workspaces_insert AFTER INSERT ON workspaces BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 1, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_workspaces_update AFTER UPDATE OF seq, mac, workspace_id ON workspaces WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 1, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 1, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_workspaces_delete AFTER DELETE ON workspaces BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 1, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_users_insert AFTER INSERT ON users BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 2, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_users_update AFTER UPDATE OF seq, mac, workspace_id ON users WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 2, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 2, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_users_delete AFTER DELETE ON users BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 2, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_clients_insert AFTER INSERT ON clients BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 3, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_clients_update AFTER UPDATE OF seq, mac, workspace_id ON clients WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 3, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 3, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_clients_delete AFTER DELETE ON clients BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 3, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_services_insert AFTER INSERT ON services BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 4, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_services_update AFTER UPDATE OF seq, mac, workspace_id ON services WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 4, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 4, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_services_delete AFTER DELETE ON services BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 4, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_locations_insert AFTER INSERT ON locations BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 5, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_locations_update AFTER UPDATE OF seq, mac, workspace_id ON locations WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 5, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 5, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_locations_delete AFTER DELETE ON locations BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 5, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointment_series_insert AFTER INSERT ON appointment_series BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 7, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointment_series_update AFTER UPDATE OF seq, mac, workspace_id ON appointment_series WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 7, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 7, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointment_series_delete AFTER DELETE ON appointment_series BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 7, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointments_insert AFTER INSERT ON appointments BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 6, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointments_update AFTER UPDATE OF seq, mac, workspace_id ON appointments WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 6, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 6, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_appointments_delete AFTER DELETE ON appointments BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 6, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_sessions_insert AFTER INSERT ON sessions BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 8, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_sessions_update AFTER UPDATE OF seq, mac, workspace_id ON sessions WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 8, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 8, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_sessions_delete AFTER DELETE ON sessions BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 8, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_versions_insert AFTER INSERT ON session_versions BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 9, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_versions_update AFTER UPDATE OF seq, mac, workspace_id ON session_versions WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 9, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 9, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_versions_delete AFTER DELETE ON session_versions BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 9, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_attachments_insert AFTER INSERT ON session_attachments BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 10, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_attachments_update AFTER UPDATE OF seq, mac, workspace_id ON session_attachments WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 10, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 10, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_session_attachments_delete AFTER DELETE ON session_attachments BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 10, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_note_templates_insert AFTER INSERT ON note_templates BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 12, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_note_templates_update AFTER UPDATE OF seq, mac, workspace_id ON note_templates WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 12, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 12, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_note_templates_delete AFTER DELETE ON note_templates BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 12, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_text_snippets_insert AFTER INSERT ON text_snippets BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 13, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_text_snippets_update AFTER UPDATE OF seq, mac, workspace_id ON text_snippets WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 13, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 13, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_text_snippets_delete AFTER DELETE ON text_snippets BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 13, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_audit_events_insert AFTER INSERT ON audit_events BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 14, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_audit_events_update AFTER UPDATE OF seq, mac, workspace_id ON audit_events WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 14, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 14, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_audit_events_delete AFTER DELETE ON audit_events BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 14, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;

CREATE TRIGGER digest_conflicts_insert AFTER INSERT ON conflicts BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 15, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_conflicts_update AFTER UPDATE OF seq, mac, workspace_id ON conflicts WHEN (OLD.seq IS NULL) <> (NEW.seq IS NULL) OR OLD.mac IS NOT NEW.mac OR OLD.workspace_id <> NEW.workspace_id BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 15, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT NEW.workspace_id, 15, substr(NEW.mac, 1, 8), 1 WHERE NEW.seq IS NOT NULL; END;

CREATE TRIGGER digest_conflicts_delete AFTER DELETE ON conflicts BEGIN INSERT INTO digest_notes (workspace_id, table_no, mac, sign) SELECT OLD.workspace_id, 15, substr(OLD.mac, 1, 8), -1 WHERE OLD.seq IS NOT NULL; END;
