-- Takes revision 2 back.

DROP TABLE blobs;

DROP TABLE session_attachments;
