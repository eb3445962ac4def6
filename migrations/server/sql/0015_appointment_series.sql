-- Revision 15: series of appointments.

CREATE TABLE pz.appointment_series (
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
  location_type TEXT DEFAULT 'CLINIC' NOT NULL,
  location_details BYTEA,
  rrule TEXT NOT NULL,
  start_local TEXT NOT NULL,
  timezone TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL,
  until DATE,
  exceptions JSONB,
  notes BYTEA,
  follows_id UUID,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_appointment_series_version CHECK (version > 0),
  CONSTRAINT ck_appointment_series_1 CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
  CONSTRAINT ck_appointment_series_location_type_size CHECK (octet_length(location_type) <= 20000),
  CONSTRAINT ck_appointment_series_location_details_size CHECK (octet_length(location_details) <= 1000000),
  CONSTRAINT ck_appointment_series_rrule_size CHECK (octet_length(rrule) <= 20000),
  CONSTRAINT ck_appointment_series_start_local CHECK (length(start_local) = 16),
  CONSTRAINT ck_appointment_series_start_local_size CHECK (octet_length(start_local) <= 20000),
  CONSTRAINT ck_appointment_series_timezone_size CHECK (octet_length(timezone) <= 20000),
  CONSTRAINT ck_appointment_series_duration_minutes CHECK (duration_minutes BETWEEN 1 AND 1440),
  CONSTRAINT ck_appointment_series_exceptions_document CHECK (NOT jsonb_path_exists(exceptions, 'strict $.**{51}') AND NOT jsonb_path_exists(exceptions, 'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))')),
  CONSTRAINT ck_appointment_series_exceptions_size CHECK (octet_length((exceptions)::text) <= 65536),
  CONSTRAINT ck_appointment_series_notes_size CHECK (octet_length(notes) <= 1000000),
  CONSTRAINT ck_appointment_series_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_appointment_series_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_appointment_series_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_appointment_series_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_appointment_series_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_appointment_series_practitioner_user_id FOREIGN KEY(workspace_id, practitioner_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (practitioner_user_id),
  CONSTRAINT fk_appointment_series_service_id FOREIGN KEY(workspace_id, service_id) REFERENCES pz.services (workspace_id, id) ON DELETE SET NULL (service_id),
  CONSTRAINT fk_appointment_series_location_id FOREIGN KEY(workspace_id, location_id) REFERENCES pz.locations (workspace_id, id) ON DELETE SET NULL (location_id)
);
ALTER TABLE pz.appointment_series REPLICA IDENTITY USING INDEX uq_appointment_series_workspace_id;
CREATE INDEX ix_appointment_series_client_id ON pz.appointment_series (workspace_id, client_id, start_local);
CREATE INDEX ix_appointment_series_follows_id ON pz.appointment_series (workspace_id, follows_id);
CREATE INDEX ix_appointment_series_id ON pz.appointment_series (id);
CREATE INDEX ix_appointment_series_location_id ON pz.appointment_series (workspace_id, location_id) WHERE location_id IS NOT NULL;
CREATE INDEX ix_appointment_series_practitioner_user_id ON pz.appointment_series (workspace_id, practitioner_user_id) WHERE practitioner_user_id IS NOT NULL;
CREATE INDEX ix_appointment_series_seq ON pz.appointment_series (workspace_id, seq);
CREATE INDEX ix_appointment_series_service_id ON pz.appointment_series (workspace_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX ix_appointment_series_start_local ON pz.appointment_series (workspace_id, start_local, until);
COMMENT ON COLUMN pz.appointment_series.location_details IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.appointment_series.notes IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.appointment_series
  ALTER COLUMN location_details SET STORAGE EXTERNAL,
  ALTER COLUMN notes SET STORAGE EXTERNAL;
