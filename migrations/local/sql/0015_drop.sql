-- Takes revision 15 back.

ALTER TABLE time_blocks DROP COLUMN location_id;

ALTER TABLE clients DROP COLUMN preferred_language;
