-- Revision 15: a room that is closed for a time, and the language in which a client is written to.

ALTER TABLE clients ADD COLUMN preferred_language TEXT;

ALTER TABLE time_blocks ADD COLUMN location_id BLOB;
