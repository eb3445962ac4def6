-- Revision 0001, frozen: later changes are later revisions.

CREATE TABLE pz.devices (
  device_id UUID NOT NULL,
  login_role TEXT NOT NULL,
  user_id UUID NOT NULL,
  name TEXT NOT NULL,
  sign_pub BYTEA NOT NULL,
  hpke_pub BYTEA NOT NULL,
  enrolled_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  enrolled_by TEXT NOT NULL,
  last_seen_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  PRIMARY KEY (device_id),
  CONSTRAINT uq_devices_login_role UNIQUE (login_role),
  CONSTRAINT ck_devices_name_size CHECK (octet_length(name) <= 400)
);

CREATE TABLE pz.sync_workspace (
  workspace_id UUID NOT NULL,
  seq BIGINT DEFAULT 0 NOT NULL,
  epoch UUID NOT NULL,
  min_client_schema INTEGER NOT NULL,
  max_client_schema INTEGER NOT NULL,
  tombstone_floor BIGINT DEFAULT 0 NOT NULL,
  batch_xid BIGINT,
  batch_after BIGINT,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id)
) WITH (fillfactor = 10);
COMMENT ON COLUMN pz.sync_workspace.batch_xid IS 'transaction that reserved (batch_after, seq] for a push';

CREATE TABLE pz.access_events (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  after_seq BIGINT NOT NULL,
  upto_seq BIGINT NOT NULL,
  row_count INTEGER NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT fk_access_events_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_access_events_at ON pz.access_events (workspace_id, at);

CREATE TABLE pz.audit_events (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  event_type TEXT NOT NULL,
  resource_type TEXT,
  resource_id UUID,
  action TEXT NOT NULL,
  user_id UUID,
  device_id UUID,
  client_time TIMESTAMP WITH TIME ZONE NOT NULL,
  metadata JSONB,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  chain_no BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT ck_audit_events_version CHECK (version > 0),
  CONSTRAINT ck_audit_events_event_type_size CHECK (octet_length(event_type) <= 20000),
  CONSTRAINT ck_audit_events_resource_type_size CHECK (octet_length(resource_type) <= 20000),
  CONSTRAINT ck_audit_events_action_size CHECK (octet_length(action) <= 20000),
  CONSTRAINT ck_audit_events_metadata_size CHECK (octet_length((metadata)::text) <= 65536),
  CONSTRAINT uq_audit_events_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_audit_events_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_audit_events_client_time ON pz.audit_events (workspace_id, client_time);
CREATE INDEX ix_audit_events_resource_id ON pz.audit_events (workspace_id, resource_id);
CREATE INDEX ix_audit_events_seq ON pz.audit_events (workspace_id, seq);

CREATE TABLE pz.audit_head (
  workspace_id UUID NOT NULL,
  chain_no BIGINT DEFAULT 0 NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (workspace_id),
  CONSTRAINT fk_audit_head_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
) WITH (fillfactor = 10);

CREATE TABLE pz.clients (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  first_name BYTEA NOT NULL,
  last_name BYTEA NOT NULL,
  email BYTEA,
  phone BYTEA,
  date_of_birth BYTEA,
  address BYTEA,
  medical_history BYTEA,
  emergency_contact_name BYTEA,
  emergency_contact_phone BYTEA,
  notes BYTEA,
  tags BYTEA,
  consent_status BOOLEAN DEFAULT false NOT NULL,
  consent_at TIMESTAMP WITH TIME ZONE,
  consent_version TEXT,
  is_active BOOLEAN DEFAULT true NOT NULL,
  preferred_name BYTEA,
  pronouns BYTEA,
  alerts BYTEA,
  email_digest BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_clients_version CHECK (version > 0),
  CONSTRAINT ck_clients_first_name_size CHECK (octet_length(first_name) <= 1000000),
  CONSTRAINT ck_clients_last_name_size CHECK (octet_length(last_name) <= 1000000),
  CONSTRAINT ck_clients_email_size CHECK (octet_length(email) <= 1000000),
  CONSTRAINT ck_clients_phone_size CHECK (octet_length(phone) <= 1000000),
  CONSTRAINT ck_clients_date_of_birth_size CHECK (octet_length(date_of_birth) <= 1000000),
  CONSTRAINT ck_clients_address_size CHECK (octet_length(address) <= 1000000),
  CONSTRAINT ck_clients_medical_history_size CHECK (octet_length(medical_history) <= 1000000),
  CONSTRAINT ck_clients_emergency_contact_name_size CHECK (octet_length(emergency_contact_name) <= 1000000),
  CONSTRAINT ck_clients_emergency_contact_phone_size CHECK (octet_length(emergency_contact_phone) <= 1000000),
  CONSTRAINT ck_clients_notes_size CHECK (octet_length(notes) <= 1000000),
  CONSTRAINT ck_clients_tags_size CHECK (octet_length(tags) <= 1000000),
  CONSTRAINT ck_clients_consent_version_size CHECK (octet_length(consent_version) <= 20000),
  CONSTRAINT ck_clients_preferred_name_size CHECK (octet_length(preferred_name) <= 1000000),
  CONSTRAINT ck_clients_pronouns_size CHECK (octet_length(pronouns) <= 1000000),
  CONSTRAINT ck_clients_alerts_size CHECK (octet_length(alerts) <= 1000000),
  CONSTRAINT ck_clients_email_digest_size CHECK (octet_length(email_digest) <= 20000),
  CONSTRAINT uq_clients_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_clients_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_clients_seq ON pz.clients (workspace_id, seq);
COMMENT ON COLUMN pz.clients.first_name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.last_name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.email IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.phone IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.date_of_birth IS 'ENCRYPTED: date, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.address IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.medical_history IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.emergency_contact_name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.emergency_contact_phone IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.notes IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.tags IS 'ENCRYPTED: json, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.preferred_name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.pronouns IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.clients.alerts IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.conflicts (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  table_no INTEGER NOT NULL,
  row_id UUID NOT NULL,
  field TEXT,
  reason TEXT NOT NULL,
  base BYTEA,
  ours BYTEA,
  theirs BYTEA,
  our_device_id UUID,
  their_device_id UUID,
  noticed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  resolved_at TIMESTAMP WITH TIME ZONE,
  resolved_by_user_id UUID,
  resolution TEXT,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_conflicts_version CHECK (version > 0),
  CONSTRAINT ck_conflicts_field_size CHECK (octet_length(field) <= 20000),
  CONSTRAINT ck_conflicts_reason_size CHECK (octet_length(reason) <= 20000),
  CONSTRAINT ck_conflicts_base_size CHECK (octet_length(base) <= 1000000),
  CONSTRAINT ck_conflicts_ours_size CHECK (octet_length(ours) <= 1000000),
  CONSTRAINT ck_conflicts_theirs_size CHECK (octet_length(theirs) <= 1000000),
  CONSTRAINT ck_conflicts_resolution_size CHECK (octet_length(resolution) <= 20000),
  CONSTRAINT uq_conflicts_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_conflicts_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_conflicts_resolved_at ON pz.conflicts (workspace_id, resolved_at);
CREATE INDEX ix_conflicts_row_id ON pz.conflicts (workspace_id, row_id);
CREATE INDEX ix_conflicts_seq ON pz.conflicts (workspace_id, seq);
COMMENT ON COLUMN pz.conflicts.base IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.conflicts.ours IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.conflicts.theirs IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.device_grants (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  cert BYTEA NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  PRIMARY KEY (workspace_id, device_id),
  CONSTRAINT fk_device_grants_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_device_grants_device FOREIGN KEY(device_id) REFERENCES pz.devices (device_id),
  CONSTRAINT ck_device_grants_cert_size CHECK (octet_length(cert) <= 4096)
);

CREATE TABLE pz.ledger (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  op_no BIGINT NOT NULL,
  op_id UUID NOT NULL,
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  code TEXT,
  PRIMARY KEY (workspace_id, device_id, op_no),
  CONSTRAINT ck_ledger_op_no CHECK (op_no > 0),
  CONSTRAINT ck_ledger_status CHECK (status IN ('ok', 'stale', 'refused')),
  CONSTRAINT fk_ledger_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.locations (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  name TEXT NOT NULL,
  location_type TEXT NOT NULL,
  address TEXT,
  details TEXT,
  is_active BOOLEAN DEFAULT true NOT NULL,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_locations_version CHECK (version > 0),
  CONSTRAINT ck_locations_1 CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
  CONSTRAINT ck_locations_2 CHECK (location_type = 'ONLINE' OR (address IS NOT NULL AND address <> '')),
  CONSTRAINT ck_locations_name_size CHECK (octet_length(name) <= 20000),
  CONSTRAINT ck_locations_location_type_size CHECK (octet_length(location_type) <= 20000),
  CONSTRAINT ck_locations_address_size CHECK (octet_length(address) <= 20000),
  CONSTRAINT ck_locations_details_size CHECK (octet_length(details) <= 20000),
  CONSTRAINT uq_locations_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_locations_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_locations_seq ON pz.locations (workspace_id, seq);
CREATE UNIQUE INDEX uq_locations_living ON pz.locations (workspace_id, name) WHERE deleted_at IS NULL;

CREATE TABLE pz.members (
  workspace_id UUID NOT NULL,
  user_id UUID NOT NULL,
  role TEXT NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  PRIMARY KEY (workspace_id, user_id),
  CONSTRAINT ck_members_role CHECK (role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')),
  CONSTRAINT fk_members_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.services (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  name TEXT NOT NULL,
  description TEXT,
  default_duration_minutes INTEGER NOT NULL,
  colour TEXT,
  is_active BOOLEAN DEFAULT true NOT NULL,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_services_version CHECK (version > 0),
  CONSTRAINT ck_services_name_size CHECK (octet_length(name) <= 20000),
  CONSTRAINT ck_services_description_size CHECK (octet_length(description) <= 20000),
  CONSTRAINT ck_services_default_duration_minutes CHECK (default_duration_minutes > 0),
  CONSTRAINT ck_services_colour_size CHECK (octet_length(colour) <= 20000),
  CONSTRAINT uq_services_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_services_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_services_seq ON pz.services (workspace_id, seq);
CREATE UNIQUE INDEX uq_services_living ON pz.services (workspace_id, name) WHERE deleted_at IS NULL;

CREATE TABLE pz.users (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  email BYTEA,
  full_name BYTEA NOT NULL,
  role TEXT NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_users_version CHECK (version > 0),
  CONSTRAINT ck_users_1 CHECK (role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')),
  CONSTRAINT ck_users_email_size CHECK (octet_length(email) <= 1000000),
  CONSTRAINT ck_users_full_name_size CHECK (octet_length(full_name) <= 1000000),
  CONSTRAINT ck_users_role_size CHECK (octet_length(role) <= 20000),
  CONSTRAINT uq_users_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_users_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_users_seq ON pz.users (workspace_id, seq);
COMMENT ON COLUMN pz.users.email IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.users.full_name IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.workspaces (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  name TEXT NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  timezone TEXT NOT NULL,
  locale TEXT DEFAULT 'en' NOT NULL,
  settings JSONB,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_workspaces_version CHECK (version > 0),
  CONSTRAINT ck_workspaces_name_size CHECK (octet_length(name) <= 20000),
  CONSTRAINT ck_workspaces_timezone_size CHECK (octet_length(timezone) <= 20000),
  CONSTRAINT ck_workspaces_locale_size CHECK (octet_length(locale) <= 20000),
  CONSTRAINT ck_workspaces_settings_size CHECK (octet_length((settings)::text) <= 65536),
  CONSTRAINT ck_workspaces_identity CHECK (id = workspace_id),
  CONSTRAINT uq_workspaces_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_workspaces_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
CREATE INDEX ix_workspaces_seq ON pz.workspaces (workspace_id, seq);

CREATE TABLE pz.wrapped_keys (
  workspace_id UUID NOT NULL,
  key_no INTEGER NOT NULL,
  device_id UUID NOT NULL,
  blob BYTEA NOT NULL,
  wrapped_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, key_no, device_id),
  CONSTRAINT fk_wrapped_keys_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_wrapped_keys_device FOREIGN KEY(device_id) REFERENCES pz.devices (device_id),
  CONSTRAINT ck_wrapped_keys_key_no CHECK (key_no >= 0),
  CONSTRAINT ck_wrapped_keys_blob_size CHECK (octet_length(blob) <= 4096)
);

CREATE TABLE pz.appointments (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  client_id UUID NOT NULL,
  practitioner_user_id UUID,
  service_id UUID,
  location_id UUID,
  scheduled_start TIMESTAMP WITH TIME ZONE NOT NULL,
  scheduled_end TIMESTAMP WITH TIME ZONE NOT NULL,
  timezone TEXT NOT NULL,
  location_type TEXT DEFAULT 'CLINIC' NOT NULL,
  location_details BYTEA,
  status TEXT DEFAULT 'SCHEDULED' NOT NULL,
  notes BYTEA,
  cancellation_reason BYTEA,
  series_id UUID,
  original_start TIMESTAMP WITH TIME ZONE,
  edited_at TIMESTAMP WITH TIME ZONE,
  edit_count INTEGER DEFAULT 0 NOT NULL,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_appointments_version CHECK (version > 0),
  CONSTRAINT ck_appointments_1 CHECK (scheduled_end > scheduled_start),
  CONSTRAINT ck_appointments_2 CHECK (status IN ('SCHEDULED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
  CONSTRAINT ck_appointments_3 CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
  CONSTRAINT ck_appointments_timezone_size CHECK (octet_length(timezone) <= 20000),
  CONSTRAINT ck_appointments_location_type_size CHECK (octet_length(location_type) <= 20000),
  CONSTRAINT ck_appointments_location_details_size CHECK (octet_length(location_details) <= 1000000),
  CONSTRAINT ck_appointments_status_size CHECK (octet_length(status) <= 20000),
  CONSTRAINT ck_appointments_notes_size CHECK (octet_length(notes) <= 1000000),
  CONSTRAINT ck_appointments_cancellation_reason_size CHECK (octet_length(cancellation_reason) <= 1000000),
  CONSTRAINT uq_appointments_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_appointments_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_appointments_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_appointments_practitioner_user_id FOREIGN KEY(workspace_id, practitioner_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (practitioner_user_id),
  CONSTRAINT fk_appointments_service_id FOREIGN KEY(workspace_id, service_id) REFERENCES pz.services (workspace_id, id) ON DELETE SET NULL (service_id),
  CONSTRAINT fk_appointments_location_id FOREIGN KEY(workspace_id, location_id) REFERENCES pz.locations (workspace_id, id) ON DELETE SET NULL (location_id)
);
CREATE INDEX ix_appointments_client_id ON pz.appointments (workspace_id, client_id, scheduled_start);
CREATE INDEX ix_appointments_location_id ON pz.appointments (workspace_id, location_id) WHERE location_id IS NOT NULL;
CREATE INDEX ix_appointments_practitioner_user_id ON pz.appointments (workspace_id, practitioner_user_id) WHERE practitioner_user_id IS NOT NULL;
CREATE INDEX ix_appointments_scheduled_start ON pz.appointments (workspace_id, scheduled_start, scheduled_end);
CREATE INDEX ix_appointments_seq ON pz.appointments (workspace_id, seq);
CREATE INDEX ix_appointments_service_id ON pz.appointments (workspace_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX ix_appointments_status ON pz.appointments (workspace_id, status);
COMMENT ON COLUMN pz.appointments.location_details IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.appointments.notes IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.appointments.cancellation_reason IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.sessions (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  client_id UUID NOT NULL,
  appointment_id UUID,
  created_by_user_id UUID,
  subjective BYTEA,
  objective BYTEA,
  assessment BYTEA,
  plan BYTEA,
  session_date TIMESTAMP WITH TIME ZONE NOT NULL,
  duration_minutes INTEGER,
  is_draft BOOLEAN DEFAULT true NOT NULL,
  draft_last_saved_at TIMESTAMP WITH TIME ZONE,
  finalized_at TIMESTAMP WITH TIME ZONE,
  finalized_by UUID,
  signature BYTEA,
  amended_at TIMESTAMP WITH TIME ZONE,
  amendment_count INTEGER DEFAULT 0 NOT NULL,
  deleted_reason BYTEA,
  deleted_by_user_id UUID,
  permanent_delete_after TIMESTAMP WITH TIME ZONE,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_sessions_version CHECK (version > 0),
  CONSTRAINT ck_sessions_1 CHECK (finalized_at IS NULL OR NOT is_draft),
  CONSTRAINT ck_sessions_subjective_size CHECK (octet_length(subjective) <= 1000000),
  CONSTRAINT ck_sessions_objective_size CHECK (octet_length(objective) <= 1000000),
  CONSTRAINT ck_sessions_assessment_size CHECK (octet_length(assessment) <= 1000000),
  CONSTRAINT ck_sessions_plan_size CHECK (octet_length(plan) <= 1000000),
  CONSTRAINT ck_sessions_duration_minutes CHECK (duration_minutes BETWEEN 0 AND 480),
  CONSTRAINT ck_sessions_signature_size CHECK (octet_length(signature) <= 20000),
  CONSTRAINT ck_sessions_deleted_reason_size CHECK (octet_length(deleted_reason) <= 1000000),
  CONSTRAINT uq_sessions_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_sessions_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_sessions_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_sessions_appointment_id FOREIGN KEY(workspace_id, appointment_id) REFERENCES pz.appointments (workspace_id, id) ON DELETE SET NULL (appointment_id),
  CONSTRAINT fk_sessions_created_by_user_id FOREIGN KEY(workspace_id, created_by_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (created_by_user_id),
  CONSTRAINT fk_sessions_finalized_by FOREIGN KEY(workspace_id, finalized_by) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (finalized_by),
  CONSTRAINT fk_sessions_deleted_by_user_id FOREIGN KEY(workspace_id, deleted_by_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (deleted_by_user_id)
);
CREATE INDEX ix_sessions_appointment_id ON pz.sessions (workspace_id, appointment_id);
CREATE INDEX ix_sessions_client_id ON pz.sessions (workspace_id, client_id, session_date);
CREATE INDEX ix_sessions_created_by_user_id ON pz.sessions (workspace_id, created_by_user_id) WHERE created_by_user_id IS NOT NULL;
CREATE INDEX ix_sessions_deleted_by_user_id ON pz.sessions (workspace_id, deleted_by_user_id) WHERE deleted_by_user_id IS NOT NULL;
CREATE INDEX ix_sessions_finalized_by ON pz.sessions (workspace_id, finalized_by) WHERE finalized_by IS NOT NULL;
CREATE INDEX ix_sessions_is_draft ON pz.sessions (workspace_id, is_draft, draft_last_saved_at);
CREATE INDEX ix_sessions_seq ON pz.sessions (workspace_id, seq);
CREATE INDEX ix_sessions_session_date ON pz.sessions (workspace_id, session_date);
COMMENT ON COLUMN pz.sessions.subjective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.sessions.objective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.sessions.assessment IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.sessions.plan IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.sessions.deleted_reason IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.session_versions (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  session_id UUID NOT NULL,
  version_number INTEGER NOT NULL,
  subjective BYTEA,
  objective BYTEA,
  assessment BYTEA,
  plan BYTEA,
  reason BYTEA,
  created_by_user_id UUID,
  signature BYTEA,
  signed_at TIMESTAMP WITH TIME ZONE,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  PRIMARY KEY (id),
  CONSTRAINT ck_session_versions_version CHECK (version > 0),
  CONSTRAINT ck_session_versions_version_number CHECK (version_number > 0),
  CONSTRAINT ck_session_versions_subjective_size CHECK (octet_length(subjective) <= 1000000),
  CONSTRAINT ck_session_versions_objective_size CHECK (octet_length(objective) <= 1000000),
  CONSTRAINT ck_session_versions_assessment_size CHECK (octet_length(assessment) <= 1000000),
  CONSTRAINT ck_session_versions_plan_size CHECK (octet_length(plan) <= 1000000),
  CONSTRAINT ck_session_versions_reason_size CHECK (octet_length(reason) <= 1000000),
  CONSTRAINT ck_session_versions_signature_size CHECK (octet_length(signature) <= 20000),
  CONSTRAINT uq_session_versions_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT uq_session_versions_session_id UNIQUE (workspace_id, session_id, version_number),
  CONSTRAINT fk_session_versions_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_session_versions_session_id FOREIGN KEY(workspace_id, session_id) REFERENCES pz.sessions (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_session_versions_created_by_user_id FOREIGN KEY(workspace_id, created_by_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (created_by_user_id)
);
CREATE INDEX ix_session_versions_created_by_user_id ON pz.session_versions (workspace_id, created_by_user_id) WHERE created_by_user_id IS NOT NULL;
CREATE INDEX ix_session_versions_seq ON pz.session_versions (workspace_id, seq);
COMMENT ON COLUMN pz.session_versions.subjective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.session_versions.objective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.session_versions.assessment IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.session_versions.plan IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.session_versions.reason IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.users
  ALTER COLUMN email SET STORAGE EXTERNAL,
  ALTER COLUMN full_name SET STORAGE EXTERNAL;
ALTER TABLE pz.clients
  ALTER COLUMN first_name SET STORAGE EXTERNAL,
  ALTER COLUMN last_name SET STORAGE EXTERNAL,
  ALTER COLUMN email SET STORAGE EXTERNAL,
  ALTER COLUMN phone SET STORAGE EXTERNAL,
  ALTER COLUMN date_of_birth SET STORAGE EXTERNAL,
  ALTER COLUMN address SET STORAGE EXTERNAL,
  ALTER COLUMN medical_history SET STORAGE EXTERNAL,
  ALTER COLUMN emergency_contact_name SET STORAGE EXTERNAL,
  ALTER COLUMN emergency_contact_phone SET STORAGE EXTERNAL,
  ALTER COLUMN notes SET STORAGE EXTERNAL,
  ALTER COLUMN tags SET STORAGE EXTERNAL,
  ALTER COLUMN preferred_name SET STORAGE EXTERNAL,
  ALTER COLUMN pronouns SET STORAGE EXTERNAL,
  ALTER COLUMN alerts SET STORAGE EXTERNAL;
ALTER TABLE pz.appointments
  ALTER COLUMN location_details SET STORAGE EXTERNAL,
  ALTER COLUMN notes SET STORAGE EXTERNAL,
  ALTER COLUMN cancellation_reason SET STORAGE EXTERNAL;
ALTER TABLE pz.sessions
  ALTER COLUMN subjective SET STORAGE EXTERNAL,
  ALTER COLUMN objective SET STORAGE EXTERNAL,
  ALTER COLUMN assessment SET STORAGE EXTERNAL,
  ALTER COLUMN plan SET STORAGE EXTERNAL,
  ALTER COLUMN deleted_reason SET STORAGE EXTERNAL;
ALTER TABLE pz.session_versions
  ALTER COLUMN subjective SET STORAGE EXTERNAL,
  ALTER COLUMN objective SET STORAGE EXTERNAL,
  ALTER COLUMN assessment SET STORAGE EXTERNAL,
  ALTER COLUMN plan SET STORAGE EXTERNAL,
  ALTER COLUMN reason SET STORAGE EXTERNAL;
ALTER TABLE pz.conflicts
  ALTER COLUMN base SET STORAGE EXTERNAL,
  ALTER COLUMN ours SET STORAGE EXTERNAL,
  ALTER COLUMN theirs SET STORAGE EXTERNAL;
