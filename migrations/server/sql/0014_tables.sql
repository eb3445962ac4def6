-- Revision 14: nobody acts in another's name. Names that stood in a row are remembered when they are changed, so that
-- what was spoiled can be put back; and it is remembered who said that this server was put back to an earlier state,
-- for only then does a laptop offer again what others did.

CREATE TABLE pz.former_names (
  workspace_id UUID NOT NULL,
  table_no INTEGER NOT NULL,
  row_id UUID NOT NULL,
  column_no INTEGER NOT NULL,
  named UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, table_no, row_id, column_no, named),
  CONSTRAINT fk_former_names_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

CREATE TABLE pz.went_back (
  workspace_id UUID NOT NULL,
  epoch UUID NOT NULL,
  told_by TEXT NOT NULL,
  told_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, epoch, told_by),
  CONSTRAINT ck_went_back_told_by_size CHECK (octet_length(told_by) <= 63),
  CONSTRAINT fk_went_back_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);

-- Rows that a removed device left and nobody can verify: no laptop is shown them.
CREATE TABLE pz.set_asides (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  workspace_id UUID NOT NULL,
  of_device UUID NOT NULL,
  by_device UUID NOT NULL,
  table_no INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT fk_set_asides_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
ALTER TABLE pz.workspaces ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.users ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.clients ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.services ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.locations ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.appointments ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.sessions ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.session_versions ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.session_attachments ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.audit_events ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE pz.conflicts ADD COLUMN set_aside_at TIMESTAMP WITH TIME ZONE;
