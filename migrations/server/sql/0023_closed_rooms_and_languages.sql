-- Revision 23: a room that is closed for a time, and the language in which a client is written to.

ALTER TABLE pz.clients ADD COLUMN preferred_language BYTEA;
COMMENT ON COLUMN pz.clients.preferred_language IS 'ENCRYPTED: text, sealed with the workspace key';
ALTER TABLE pz.clients ADD CONSTRAINT ck_clients_preferred_language_size CHECK (octet_length(preferred_language) <= 1000000);
ALTER TABLE pz.clients ALTER COLUMN preferred_language SET STORAGE EXTERNAL;

ALTER TABLE pz.time_blocks ADD COLUMN location_id UUID;
ALTER TABLE pz.time_blocks ADD CONSTRAINT fk_time_blocks_location_id FOREIGN KEY(workspace_id, location_id) REFERENCES pz.locations (workspace_id, id) ON DELETE SET NULL (location_id);
CREATE INDEX ix_time_blocks_location_id ON pz.time_blocks (workspace_id, location_id) WHERE location_id IS NOT NULL;
