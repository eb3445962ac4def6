-- Revision 3: lists of keys as owners sign them, and orders to erase a device that was shut out.

CREATE TABLE pz.key_manifests (
  workspace_id UUID NOT NULL,
  generation INTEGER NOT NULL,
  key_no INTEGER NOT NULL,
  papers BYTEA NOT NULL,
  made_by UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  grace_until TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (workspace_id, generation),
  CONSTRAINT ck_key_manifests_generation CHECK (generation > 0),
  CONSTRAINT ck_key_manifests_key_no CHECK (key_no > 0),
  CONSTRAINT ck_key_manifests_papers_size CHECK (octet_length(papers) <= 65536),
  CONSTRAINT fk_key_manifests_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.wipe_orders (
  workspace_id UUID NOT NULL,
  device_id UUID NOT NULL,
  papers BYTEA NOT NULL,
  ordered_by UUID NOT NULL,
  ordered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  obeyed_at TIMESTAMP WITH TIME ZONE,
  PRIMARY KEY (workspace_id, device_id),
  CONSTRAINT ck_wipe_orders_papers_size CHECK (octet_length(papers) <= 16384),
  CONSTRAINT fk_wipe_orders_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_wipe_orders_device FOREIGN KEY(device_id) REFERENCES pz.devices (device_id)
);
