-- Revision 17: time that is not for appointments.

CREATE TABLE pz.time_blocks (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  user_id UUID,
  title BYTEA,
  start_local TEXT NOT NULL,
  timezone TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL,
  is_all_day BOOLEAN DEFAULT false NOT NULL,
  rrule TEXT,
  until DATE,
  exceptions JSONB,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_time_blocks_version CHECK (version > 0),
  CONSTRAINT ck_time_blocks_title_size CHECK (octet_length(title) <= 1000000),
  CONSTRAINT ck_time_blocks_start_local CHECK (length(start_local) = 16),
  CONSTRAINT ck_time_blocks_start_local_size CHECK (octet_length(start_local) <= 20000),
  CONSTRAINT ck_time_blocks_timezone_size CHECK (octet_length(timezone) <= 20000),
  CONSTRAINT ck_time_blocks_duration_minutes CHECK (duration_minutes BETWEEN 1 AND 576000),
  CONSTRAINT ck_time_blocks_rrule_size CHECK (octet_length(rrule) <= 20000),
  CONSTRAINT ck_time_blocks_exceptions_document CHECK (NOT jsonb_path_exists(exceptions, 'strict $.**{51}') AND NOT jsonb_path_exists(exceptions, 'strict $.** ? (@.type() == "number" && (@ > 1e100 || @ < -1e100))')),
  CONSTRAINT ck_time_blocks_exceptions_size CHECK (octet_length((exceptions)::text) <= 65536),
  CONSTRAINT ck_time_blocks_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_time_blocks_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_time_blocks_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_time_blocks_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_time_blocks_user_id FOREIGN KEY(workspace_id, user_id) REFERENCES pz.users (workspace_id, id) ON DELETE SET NULL (user_id)
);
ALTER TABLE pz.time_blocks REPLICA IDENTITY USING INDEX uq_time_blocks_workspace_id;
CREATE INDEX ix_time_blocks_id ON pz.time_blocks (id);
CREATE INDEX ix_time_blocks_seq ON pz.time_blocks (workspace_id, seq);
CREATE INDEX ix_time_blocks_start_local ON pz.time_blocks (workspace_id, start_local, until);
CREATE INDEX ix_time_blocks_user_id ON pz.time_blocks (workspace_id, user_id) WHERE user_id IS NOT NULL;
COMMENT ON COLUMN pz.time_blocks.title IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.time_blocks
  ALTER COLUMN title SET STORAGE EXTERNAL;
