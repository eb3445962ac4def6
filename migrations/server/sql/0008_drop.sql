-- What was cut stays cut.
ALTER TABLE pz.workspaces DROP CONSTRAINT ck_workspaces_settings_document, DROP CONSTRAINT ck_workspaces_mac_size, DROP CONSTRAINT ck_workspaces_seal_size;
ALTER TABLE pz.users DROP CONSTRAINT ck_users_mac_size, DROP CONSTRAINT ck_users_seal_size;
ALTER TABLE pz.clients DROP CONSTRAINT ck_clients_mac_size, DROP CONSTRAINT ck_clients_seal_size;
ALTER TABLE pz.services DROP CONSTRAINT ck_services_mac_size, DROP CONSTRAINT ck_services_seal_size;
ALTER TABLE pz.locations DROP CONSTRAINT ck_locations_mac_size, DROP CONSTRAINT ck_locations_seal_size;
ALTER TABLE pz.appointments DROP CONSTRAINT ck_appointments_mac_size, DROP CONSTRAINT ck_appointments_seal_size;
ALTER TABLE pz.sessions DROP CONSTRAINT ck_sessions_mac_size, DROP CONSTRAINT ck_sessions_seal_size;
ALTER TABLE pz.session_versions DROP CONSTRAINT ck_session_versions_mac_size, DROP CONSTRAINT ck_session_versions_seal_size;
ALTER TABLE pz.session_attachments DROP CONSTRAINT ck_session_attachments_mac_size, DROP CONSTRAINT ck_session_attachments_seal_size;
ALTER TABLE pz.audit_events DROP CONSTRAINT ck_audit_events_metadata_document, DROP CONSTRAINT ck_audit_events_mac_size, DROP CONSTRAINT ck_audit_events_seal_size;
ALTER TABLE pz.conflicts DROP CONSTRAINT ck_conflicts_mac_size, DROP CONSTRAINT ck_conflicts_seal_size;
ALTER TABLE pz.audit_events DROP CONSTRAINT ck_audit_events_hash_size, DROP COLUMN cut;
ALTER TABLE pz.audit_head DROP CONSTRAINT ck_audit_head_hash_size;
ALTER TABLE pz.devices DROP CONSTRAINT ck_devices_login_role_size, DROP CONSTRAINT ck_devices_enrolled_by_size,
  DROP CONSTRAINT ck_devices_sign_pub_size, DROP CONSTRAINT ck_devices_hpke_pub_size,
  DROP CONSTRAINT ck_devices_verifier_size;
ALTER TABLE pz.device_grants DROP CONSTRAINT ck_device_grants_granted_by_size;
ALTER TABLE pz.ledger DROP CONSTRAINT ck_ledger_code_size;
ALTER TABLE pz.access_events DROP CONSTRAINT ck_access_events_blob_key_size;
