-- Revision 16: texts that notes begin with, and texts that an abbreviation stands for.

CREATE TABLE pz.note_templates (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  service_id UUID,
  name BYTEA NOT NULL,
  subjective BYTEA,
  objective BYTEA,
  assessment BYTEA,
  plan BYTEA,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_note_templates_version CHECK (version > 0),
  CONSTRAINT ck_note_templates_name_size CHECK (octet_length(name) <= 1000000),
  CONSTRAINT ck_note_templates_subjective_size CHECK (octet_length(subjective) <= 1000000),
  CONSTRAINT ck_note_templates_objective_size CHECK (octet_length(objective) <= 1000000),
  CONSTRAINT ck_note_templates_assessment_size CHECK (octet_length(assessment) <= 1000000),
  CONSTRAINT ck_note_templates_plan_size CHECK (octet_length(plan) <= 1000000),
  CONSTRAINT ck_note_templates_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_note_templates_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_note_templates_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_note_templates_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE,
  CONSTRAINT fk_note_templates_service_id FOREIGN KEY(workspace_id, service_id) REFERENCES pz.services (workspace_id, id) ON DELETE SET NULL (service_id)
);
ALTER TABLE pz.note_templates REPLICA IDENTITY USING INDEX uq_note_templates_workspace_id;
CREATE INDEX ix_note_templates_id ON pz.note_templates (id);
CREATE INDEX ix_note_templates_seq ON pz.note_templates (workspace_id, seq);
CREATE INDEX ix_note_templates_service_id ON pz.note_templates (workspace_id, service_id);
COMMENT ON COLUMN pz.note_templates.name IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.note_templates.subjective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.note_templates.objective IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.note_templates.assessment IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.note_templates.plan IS 'ENCRYPTED: text, sealed with the workspace key';

CREATE TABLE pz.text_snippets (
  id UUID NOT NULL,
  workspace_id UUID NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted_at TIMESTAMP WITH TIME ZONE,
  abbreviation BYTEA NOT NULL,
  text BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  mac BYTEA,
  seal BYTEA,
  sealed_by UUID,
  set_aside_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT ck_text_snippets_version CHECK (version > 0),
  CONSTRAINT ck_text_snippets_abbreviation_size CHECK (octet_length(abbreviation) <= 1000000),
  CONSTRAINT ck_text_snippets_text_size CHECK (octet_length(text) <= 1000000),
  CONSTRAINT ck_text_snippets_mac_size CHECK (octet_length(mac) <= 32),
  CONSTRAINT ck_text_snippets_seal_size CHECK (octet_length(seal) <= 579),
  CONSTRAINT uq_text_snippets_workspace_id UNIQUE (workspace_id, id),
  CONSTRAINT fk_text_snippets_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
ALTER TABLE pz.text_snippets REPLICA IDENTITY USING INDEX uq_text_snippets_workspace_id;
CREATE INDEX ix_text_snippets_id ON pz.text_snippets (id);
CREATE INDEX ix_text_snippets_seq ON pz.text_snippets (workspace_id, seq);
COMMENT ON COLUMN pz.text_snippets.abbreviation IS 'ENCRYPTED: text, sealed with the workspace key';
COMMENT ON COLUMN pz.text_snippets.text IS 'ENCRYPTED: text, sealed with the workspace key';

-- Cells look random: compressing them would cost time and save nothing.
ALTER TABLE pz.note_templates
  ALTER COLUMN name SET STORAGE EXTERNAL,
  ALTER COLUMN subjective SET STORAGE EXTERNAL,
  ALTER COLUMN objective SET STORAGE EXTERNAL,
  ALTER COLUMN assessment SET STORAGE EXTERNAL,
  ALTER COLUMN plan SET STORAGE EXTERNAL;
ALTER TABLE pz.text_snippets
  ALTER COLUMN abbreviation SET STORAGE EXTERNAL,
  ALTER COLUMN text SET STORAGE EXTERNAL;
