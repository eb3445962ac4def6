-- Takes revision 1 back.

DROP TABLE search_clients;

DROP TABLE search_appointments;

DROP TABLE search_notes;

DROP TABLE workspaces;

DROP TABLE users;

DROP TABLE sessions;

DROP TABLE session_versions;

DROP TABLE services;

DROP TABLE refused;

DROP TABLE outbox;

DROP TABLE notices;

DROP TABLE locations;

DROP TABLE journal;

DROP TABLE history;

DROP TABLE feed;

DROP TABLE facts;

DROP TABLE conflicts;

DROP TABLE clients;

DROP TABLE audit_events;

DROP TABLE appointments;
