-- Revision 4: series of appointments.

CREATE TABLE appointment_series (
    rid INTEGER NOT NULL,
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    seq INTEGER,
    mac BLOB,
    extra TEXT,
    origin_device BLOB,
    client_id BLOB NOT NULL,
    practitioner_user_id BLOB,
    service_id BLOB,
    location_id BLOB,
    location_type TEXT DEFAULT 'CLINIC' NOT NULL,
    location_details TEXT,
    rrule TEXT NOT NULL,
    start_local TEXT NOT NULL,
    timezone TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL,
    until VARCHAR,
    exceptions TEXT,
    notes TEXT,
    follows_id BLOB,
    PRIMARY KEY (rid),
    CHECK (length(start_local) = 16),
    CHECK (duration_minutes BETWEEN 1 AND 1440),
    CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
    UNIQUE (id)
);

CREATE INDEX ix_appointment_series_client_id_start_local ON appointment_series (workspace_id, client_id, start_local);

CREATE INDEX ix_appointment_series_follows_id ON appointment_series (workspace_id, follows_id);

CREATE INDEX ix_appointment_series_seq ON appointment_series (workspace_id, seq);

CREATE INDEX ix_appointment_series_start_local_until ON appointment_series (workspace_id, start_local, until);

-- What series said before they were changed: another laptop may have drawn from that.

CREATE TABLE past_series (
    no INTEGER NOT NULL,
    series_id BLOB NOT NULL,
    client_id BLOB,
    practitioner_user_id BLOB,
    service_id BLOB,
    location_id BLOB,
    location_type TEXT,
    location_details TEXT,
    rrule TEXT,
    start_local TEXT,
    timezone TEXT,
    duration_minutes INTEGER,
    until VARCHAR,
    notes TEXT,
    PRIMARY KEY (no)
);

CREATE INDEX ix_past_series_series_id ON past_series (series_id);

CREATE TRIGGER past_series_update AFTER UPDATE OF client_id, practitioner_user_id, service_id, location_id, location_type, location_details, rrule, start_local, timezone, duration_minutes, until, notes ON appointment_series WHEN OLD.client_id IS NOT NEW.client_id OR OLD.practitioner_user_id IS NOT NEW.practitioner_user_id OR OLD.service_id IS NOT NEW.service_id OR OLD.location_id IS NOT NEW.location_id OR OLD.location_type IS NOT NEW.location_type OR OLD.location_details IS NOT NEW.location_details OR OLD.rrule IS NOT NEW.rrule OR OLD.start_local IS NOT NEW.start_local OR OLD.timezone IS NOT NEW.timezone OR OLD.duration_minutes IS NOT NEW.duration_minutes OR OLD.until IS NOT NEW.until OR OLD.notes IS NOT NEW.notes BEGIN INSERT INTO past_series (series_id, client_id, practitioner_user_id, service_id, location_id, location_type, location_details, rrule, start_local, timezone, duration_minutes, until, notes) VALUES (OLD.id, OLD.client_id, OLD.practitioner_user_id, OLD.service_id, OLD.location_id, OLD.location_type, OLD.location_details, OLD.rrule, OLD.start_local, OLD.timezone, OLD.duration_minutes, OLD.until, OLD.notes); DELETE FROM past_series WHERE series_id = OLD.id AND no NOT IN (SELECT no FROM past_series WHERE series_id = OLD.id ORDER BY no DESC LIMIT 20); END;

CREATE TRIGGER past_series_delete AFTER DELETE ON appointment_series BEGIN DELETE FROM past_series WHERE series_id = OLD.id; END;

-- What a row began with that was drawn from its series before it was touched here.
ALTER TABLE journal ADD COLUMN drawn TEXT;

-- An older program passed over series in the feed, so it is read again; see revision 2.
UPDATE feed SET seq = min(seq, 1);
