-- Revision 10: what a practice may take of the server, where its operator set other limits than the usual ones,
-- and what it took.

CREATE TABLE pz.limits (
  workspace_id UUID NOT NULL,
  name TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, name),
  CONSTRAINT ck_limits_name CHECK (name ~ '^[a-z_]{1,40}$'),
  CONSTRAINT ck_limits_value CHECK (value >= 0),
  CONSTRAINT fk_limits_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.practice_usage (
  workspace_id UUID NOT NULL,
  rows BIGINT DEFAULT 0 NOT NULL,
  bytes BIGINT DEFAULT 0 NOT NULL,
  file_bytes BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (workspace_id),
  CONSTRAINT fk_practice_usage_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.device_usage (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  day DATE NOT NULL,
  rows BIGINT DEFAULT 0 NOT NULL,
  bytes BIGINT DEFAULT 0 NOT NULL,
  file_bytes BIGINT DEFAULT 0 NOT NULL,
  PRIMARY KEY (workspace_id, device_id, day),
  CONSTRAINT fk_device_usage_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
