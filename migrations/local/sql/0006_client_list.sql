-- Revision 6: the list of clients is read from indexes alone.

DROP INDEX ix_appointments_client_id_scheduled_start;

CREATE INDEX ix_appointments_client_id_scheduled_start ON appointments (workspace_id, client_id, scheduled_start, status, deleted_at);

DROP INDEX ix_clients_name;

CREATE INDEX ix_clients_name ON clients (workspace_id, last_name, first_name, preferred_name, is_active, deleted_at);
