-- Revision 9: what the recovery paper needs stays. Whoever has an owner's login may overwrite a practice's own row,
-- and with it the keys that are sealed for the paper. Every version of the row in which they changed is kept here, and
-- what a change of the keys brings for the paper.

CREATE TABLE pz.recovery_papers (
  workspace_id UUID NOT NULL,
  number INTEGER NOT NULL,
  practice JSONB,
  paper BYTEA,
  kept_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (workspace_id, number),
  CONSTRAINT ck_recovery_papers_number CHECK (number > 0),
  CONSTRAINT ck_recovery_papers_one CHECK (num_nonnulls(practice, paper) = 1),
  CONSTRAINT ck_recovery_papers_practice_size CHECK (octet_length((practice)::text) <= 400000),
  CONSTRAINT ck_recovery_papers_paper_size CHECK (octet_length(paper) <= 65536),
  CONSTRAINT fk_recovery_papers_workspace FOREIGN KEY(workspace_id) REFERENCES pz.sync_workspace (workspace_id) ON DELETE CASCADE
);
COMMENT ON COLUMN pz.recovery_papers.practice IS 'the row of pz.workspaces as it was, with its seal';
COMMENT ON COLUMN pz.recovery_papers.paper IS 'keys for the paper, signed by the device that changed them';

-- No policy stands while tables change, and without one the owner of a table sees nothing of it.
ALTER TABLE pz.workspaces NO FORCE ROW LEVEL SECURITY;
INSERT INTO pz.recovery_papers (workspace_id, number, practice)
  SELECT w.workspace_id, 1, to_jsonb(w) FROM pz.workspaces w
  WHERE jsonb_typeof(w.settings -> 'recovery_paper') = 'object';
ALTER TABLE pz.workspaces FORCE ROW LEVEL SECURITY;
