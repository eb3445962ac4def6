ALTER TABLE pz.devices DROP COLUMN program;
