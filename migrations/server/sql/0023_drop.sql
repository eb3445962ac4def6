-- Takes revision 23 back.

ALTER TABLE pz.time_blocks DROP COLUMN location_id;

ALTER TABLE pz.clients DROP COLUMN preferred_language;
