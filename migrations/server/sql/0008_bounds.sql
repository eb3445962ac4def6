-- Revision 8: every column has a bound. What a device put in before is cut: no seal of ours was ever that long,
-- so no laptop took such a row, and a row without a seal is set aside by each of them.

ALTER TABLE pz.audit_events ADD COLUMN cut BOOLEAN DEFAULT false NOT NULL;

ALTER TABLE pz.workspaces NO FORCE ROW LEVEL SECURITY;
UPDATE pz.workspaces SET settings = NULL
  WHERE NOT (NOT jsonb_path_exists(settings, 'strict $.**{51}') AND NOT jsonb_path_exists(settings,
    'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))'));
UPDATE pz.workspaces SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.workspaces SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.workspaces FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.workspaces
  ADD CONSTRAINT ck_workspaces_settings_document CHECK (NOT jsonb_path_exists(settings, 'strict $.**{51}') AND NOT jsonb_path_exists(settings,
    'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))')),
  ADD CONSTRAINT ck_workspaces_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_workspaces_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.users NO FORCE ROW LEVEL SECURITY;
UPDATE pz.users SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.users SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.users FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.users
  ADD CONSTRAINT ck_users_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_users_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.clients NO FORCE ROW LEVEL SECURITY;
UPDATE pz.clients SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.clients SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.clients FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.clients
  ADD CONSTRAINT ck_clients_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_clients_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.services NO FORCE ROW LEVEL SECURITY;
UPDATE pz.services SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.services SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.services FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.services
  ADD CONSTRAINT ck_services_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_services_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.locations NO FORCE ROW LEVEL SECURITY;
UPDATE pz.locations SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.locations SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.locations FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.locations
  ADD CONSTRAINT ck_locations_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_locations_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.appointments NO FORCE ROW LEVEL SECURITY;
UPDATE pz.appointments SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.appointments SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.appointments FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.appointments
  ADD CONSTRAINT ck_appointments_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_appointments_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.sessions NO FORCE ROW LEVEL SECURITY;
UPDATE pz.sessions SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.sessions SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.sessions
  ADD CONSTRAINT ck_sessions_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_sessions_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.session_versions NO FORCE ROW LEVEL SECURITY;
UPDATE pz.session_versions SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.session_versions SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.session_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.session_versions
  ADD CONSTRAINT ck_session_versions_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_session_versions_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.session_attachments NO FORCE ROW LEVEL SECURITY;
UPDATE pz.session_attachments SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.session_attachments SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.session_attachments FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.session_attachments
  ADD CONSTRAINT ck_session_attachments_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_session_attachments_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.audit_events NO FORCE ROW LEVEL SECURITY;
UPDATE pz.audit_events SET metadata = NULL, cut = true
  WHERE NOT (NOT jsonb_path_exists(metadata, 'strict $.**{51}') AND NOT jsonb_path_exists(metadata,
    'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))'));
UPDATE pz.audit_events SET mac = NULL, cut = true WHERE octet_length(mac) > 32;
UPDATE pz.audit_events SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.audit_events FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.audit_events
  ADD CONSTRAINT ck_audit_events_metadata_document CHECK (NOT jsonb_path_exists(metadata, 'strict $.**{51}') AND NOT jsonb_path_exists(metadata,
    'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))')),
  ADD CONSTRAINT ck_audit_events_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_audit_events_seal_size CHECK (octet_length(seal) <= 579);
ALTER TABLE pz.conflicts NO FORCE ROW LEVEL SECURITY;
UPDATE pz.conflicts SET mac = NULL WHERE octet_length(mac) > 32;
UPDATE pz.conflicts SET seal = NULL WHERE octet_length(seal) > 579;
ALTER TABLE pz.conflicts FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.conflicts
  ADD CONSTRAINT ck_conflicts_mac_size CHECK (octet_length(mac) <= 32),
  ADD CONSTRAINT ck_conflicts_seal_size CHECK (octet_length(seal) <= 579);

-- Keys that no rotation made yet: they would stand in the way of the next one.
ALTER TABLE pz.wrapped_keys NO FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.key_manifests NO FORCE ROW LEVEL SECURITY;
DELETE FROM pz.wrapped_keys w WHERE w.key_no > coalesce((SELECT m.key_no FROM pz.key_manifests m
  WHERE m.workspace_id = w.workspace_id ORDER BY m.generation DESC LIMIT 1), 1);
ALTER TABLE pz.key_manifests FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.wrapped_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE pz.audit_events ADD CONSTRAINT ck_audit_events_hash_size CHECK (octet_length(hash) <= 32);
ALTER TABLE pz.audit_head ADD CONSTRAINT ck_audit_head_hash_size CHECK (octet_length(hash) <= 32);
-- Names of devices that a terminal would obey.
ALTER TABLE pz.devices NO FORCE ROW LEVEL SECURITY;
UPDATE pz.devices SET name = coalesce(nullif(btrim(regexp_replace(name,
    '[\u0001-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]', '', 'g')), ''),
    left(device_id::text, 8))
  WHERE name ~ '[\u0001-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]';
ALTER TABLE pz.devices FORCE ROW LEVEL SECURITY;
ALTER TABLE pz.devices
  ADD CONSTRAINT ck_devices_login_role_size CHECK (octet_length(login_role) <= 63),
  ADD CONSTRAINT ck_devices_enrolled_by_size CHECK (octet_length(enrolled_by) <= 63),
  ADD CONSTRAINT ck_devices_sign_pub_size CHECK (octet_length(sign_pub) <= 32),
  ADD CONSTRAINT ck_devices_hpke_pub_size CHECK (octet_length(hpke_pub) <= 32),
  ADD CONSTRAINT ck_devices_verifier_size CHECK (octet_length(verifier) <= 200);
ALTER TABLE pz.device_grants
  ADD CONSTRAINT ck_device_grants_granted_by_size CHECK (octet_length(granted_by) <= 63);
ALTER TABLE pz.ledger ADD CONSTRAINT ck_ledger_code_size CHECK (octet_length(code) <= 20);
ALTER TABLE pz.access_events
  ADD CONSTRAINT ck_access_events_blob_key_size CHECK (octet_length(blob_key) <= 32);
