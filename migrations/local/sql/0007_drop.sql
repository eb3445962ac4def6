-- Takes revision 7 back.

DROP TRIGGER digest_workspaces_insert;

DROP TRIGGER digest_workspaces_update;

DROP TRIGGER digest_workspaces_delete;

DROP TRIGGER digest_users_insert;

DROP TRIGGER digest_users_update;

DROP TRIGGER digest_users_delete;

DROP TRIGGER digest_clients_insert;

DROP TRIGGER digest_clients_update;

DROP TRIGGER digest_clients_delete;

DROP TRIGGER digest_services_insert;

DROP TRIGGER digest_services_update;

DROP TRIGGER digest_services_delete;

DROP TRIGGER digest_locations_insert;

DROP TRIGGER digest_locations_update;

DROP TRIGGER digest_locations_delete;

DROP TRIGGER digest_appointment_series_insert;

DROP TRIGGER digest_appointment_series_update;

DROP TRIGGER digest_appointment_series_delete;

DROP TRIGGER digest_appointments_insert;

DROP TRIGGER digest_appointments_update;

DROP TRIGGER digest_appointments_delete;

DROP TRIGGER digest_sessions_insert;

DROP TRIGGER digest_sessions_update;

DROP TRIGGER digest_sessions_delete;

DROP TRIGGER digest_session_versions_insert;

DROP TRIGGER digest_session_versions_update;

DROP TRIGGER digest_session_versions_delete;

DROP TRIGGER digest_session_attachments_insert;

DROP TRIGGER digest_session_attachments_update;

DROP TRIGGER digest_session_attachments_delete;

DROP TRIGGER digest_note_templates_insert;

DROP TRIGGER digest_note_templates_update;

DROP TRIGGER digest_note_templates_delete;

DROP TRIGGER digest_text_snippets_insert;

DROP TRIGGER digest_text_snippets_update;

DROP TRIGGER digest_text_snippets_delete;

DROP TRIGGER digest_audit_events_insert;

DROP TRIGGER digest_audit_events_update;

DROP TRIGGER digest_audit_events_delete;

DROP TRIGGER digest_conflicts_insert;

DROP TRIGGER digest_conflicts_update;

DROP TRIGGER digest_conflicts_delete;

DROP TABLE digest_notes;

DROP TABLE digest_sums;
