ALTER TABLE pz.access_events DROP COLUMN blob_key;
DROP TABLE pz.blob_chunks;
DROP TABLE pz.session_attachments;
