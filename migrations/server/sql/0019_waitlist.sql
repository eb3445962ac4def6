-- Revision 19: the waitlist.

CREATE TABLE pz.waitlist_entries (
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
  duration_minutes INTEGER NOT NULL,
  waiting_since TIMESTAMP WITH TIME ZONE NOT NULL,
  status TEXT DEFAULT 'WAITING' NOT NULL,
  weekdays BYTEA,
  day_part BYTEA,
  earliest BYTEA,
  latest BYTEA,
  urgency BYTEA,
  remark BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_waitlist_entries_version CHECK (version > 0),
  CONSTRAINT ck_waitlist_entries_1 CHECK (status IN ('WAITING', 'BOOKED')),
  CONSTRAINT ck_waitlist_entries_duration_minutes CHECK (duration_minutes BETWEEN 1 AND 1440),
  CONSTRAINT ck_waitlist_entries_status_size CHECK (octet_length(status) <= 20000),
  CONSTRAINT ck_waitlist_entries_weekdays_size CHECK (octet_length(weekdays) <= 1000000),
  CONSTRAINT ck_waitlist_entries_day_part_size CHECK (octet_length(day_part) <= 1000000),
  CONSTRAINT ck_waitlist_entries_earliest_size CHECK (octet_length(earliest) <= 1000000),
  CONSTRAINT ck_waitlist_entries_latest_size CHECK (octet_length(latest) <= 1000000),
  CONSTRAINT ck_waitlist_entries_urgency_size CHECK (octet_length(urgency) <= 1000000),
  CONSTRAINT ck_waitlist_entries_remark_size CHECK (octet_length(remark) <= 1000000),
  CONSTRAINT ck_waitlist_entries_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_waitlist_entries_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_waitlist_entries_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_waitlist_entries_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_waitlist_entries_client_id FOREIGN KEY(workspace_id, client_id) REFERENCES pz.clients (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_waitlist_entries_practitioner_user_id FOREIGN KEY(workspace_id, practitioner_user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (practitioner_user_id),
  CONSTRAINT fk_waitlist_entries_service_id FOREIGN KEY(workspace_id, service_id) REFERENCES pz.services (workspace_id, id) ON DELETE SET NULL (service_id),
  CONSTRAINT fk_waitlist_entries_location_id FOREIGN KEY(workspace_id, location_id) REFERENCES pz.locations (workspace_id, id) ON DELETE SET NULL (location_id)
);
ALTER TABLE pz.waitlist_entries REPLICA IDENTITY USING INDEX uq_waitlist_entries_workspace_id;
CREATE INDEX ix_waitlist_entries_client_id ON pz.waitlist_entries (workspace_id, client_id, waiting_since);
CREATE INDEX ix_waitlist_entries_id ON pz.waitlist_entries (id);
CREATE INDEX ix_waitlist_entries_location_id ON pz.waitlist_entries (workspace_id, location_id) WHERE location_id IS NOT NULL;
CREATE INDEX ix_waitlist_entries_practitioner_user_id ON pz.waitlist_entries (workspace_id, practitioner_user_id) WHERE practitioner_user_id IS NOT NULL;
CREATE INDEX ix_waitlist_entries_seq ON pz.waitlist_entries (workspace_id, seq);
CREATE INDEX ix_waitlist_entries_service_id ON pz.waitlist_entries (workspace_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX ix_waitlist_entries_status ON pz.waitlist_entries (workspace_id, status, waiting_since);
COMMENT ON COLUMN pz.waitlist_entries.weekdays IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.waitlist_entries.day_part IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.waitlist_entries.earliest IS 'ENCRYPTED: date, sealed with the workspace key';
COMMENT ON COLUMN pz.waitlist_entries.latest IS 'ENCRYPTED: date, sealed with the workspace key';
COMMENT ON COLUMN pz.waitlist_entries.urgency IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.waitlist_entries.remark IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.waitlist_entries
  ALTER COLUMN weekdays SET STORAGE EXTERNAL,
  ALTER COLUMN day_part SET STORAGE EXTERNAL,
  ALTER COLUMN earliest SET STORAGE EXTERNAL,
  ALTER COLUMN latest SET STORAGE EXTERNAL,
  ALTER COLUMN urgency SET STORAGE EXTERNAL,
  ALTER COLUMN remark SET STORAGE EXTERNAL;
