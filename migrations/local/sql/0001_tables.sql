-- Revision 1: the practice, the journal of changes, what sync keeps, the search index.

CREATE TABLE appointments (
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
    scheduled_start INTEGER NOT NULL,
    scheduled_end INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    location_type TEXT DEFAULT 'CLINIC' NOT NULL,
    location_details TEXT,
    status TEXT DEFAULT 'SCHEDULED' NOT NULL,
    notes TEXT,
    cancellation_reason TEXT,
    series_id BLOB,
    original_start INTEGER,
    edited_at INTEGER,
    edit_count INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (rid),
    CHECK (scheduled_end > scheduled_start),
    CHECK (status IN ('SCHEDULED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
    CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
    UNIQUE (id)
);

CREATE INDEX ix_appointments_client_id_scheduled_start ON appointments (workspace_id, client_id, scheduled_start);

CREATE INDEX ix_appointments_scheduled_start_scheduled_end ON appointments (workspace_id, scheduled_start, scheduled_end);

CREATE INDEX ix_appointments_seq ON appointments (workspace_id, seq);

CREATE INDEX ix_appointments_status ON appointments (workspace_id, status);

CREATE TABLE audit_events (
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
    event_type TEXT NOT NULL,
    resource_type TEXT,
    resource_id BLOB,
    action TEXT NOT NULL,
    user_id BLOB,
    device_id BLOB,
    client_time INTEGER NOT NULL,
    metadata TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_audit_events_client_time ON audit_events (workspace_id, client_time);

CREATE INDEX ix_audit_events_resource_id ON audit_events (workspace_id, resource_id);

CREATE INDEX ix_audit_events_seq ON audit_events (workspace_id, seq);

CREATE TABLE clients (
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
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    date_of_birth VARCHAR,
    address TEXT,
    medical_history TEXT,
    emergency_contact_name TEXT,
    emergency_contact_phone TEXT,
    notes TEXT,
    tags TEXT,
    consent_status BOOLEAN DEFAULT 0 NOT NULL,
    consent_at INTEGER,
    consent_version TEXT,
    is_active BOOLEAN DEFAULT 1 NOT NULL,
    preferred_name TEXT,
    pronouns TEXT,
    alerts TEXT,
    email_digest BLOB,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_clients_name ON clients (workspace_id, last_name, first_name);

CREATE INDEX ix_clients_seq ON clients (workspace_id, seq);

CREATE TABLE conflicts (
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
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    field TEXT,
    reason TEXT NOT NULL,
    base TEXT,
    ours TEXT,
    theirs TEXT,
    our_device_id BLOB,
    their_device_id BLOB,
    noticed_at INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by_user_id BLOB,
    resolution TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_conflicts_resolved_at ON conflicts (workspace_id, resolved_at);

CREATE INDEX ix_conflicts_row_id ON conflicts (workspace_id, row_id);

CREATE INDEX ix_conflicts_seq ON conflicts (workspace_id, seq);

CREATE TABLE facts (
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE feed (
    workspace_id BLOB NOT NULL,
    seq INTEGER DEFAULT 0 NOT NULL,
    epoch BLOB,
    last_good_at INTEGER,
    op_no INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (workspace_id)
);

CREATE TABLE history (
    id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    field TEXT,
    base TEXT,
    ours TEXT,
    theirs TEXT,
    result TEXT,
    our_device BLOB,
    their_device BLOB,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_history_row ON history (table_no, row_id);

CREATE TABLE journal (
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    base TEXT,
    base_version INTEGER NOT NULL,
    edits INTEGER NOT NULL,
    grp INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    PRIMARY KEY (table_no, row_id)
);

CREATE INDEX ix_journal_grp ON journal (grp);

CREATE TABLE locations (
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
    name TEXT NOT NULL,
    location_type TEXT NOT NULL,
    address TEXT,
    details TEXT,
    is_active BOOLEAN DEFAULT 1 NOT NULL,
    PRIMARY KEY (rid),
    CHECK (location_type IN ('CLINIC', 'HOME', 'ONLINE')),
    CHECK (location_type = 'ONLINE' OR (address IS NOT NULL AND address <> '')),
    UNIQUE (id)
);

CREATE INDEX ix_locations_seq ON locations (workspace_id, seq);

CREATE TABLE notices (
    id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    field TEXT,
    kind TEXT NOT NULL,
    history_id BLOB,
    at INTEGER NOT NULL,
    seen_at INTEGER,
    PRIMARY KEY (id)
);

CREATE TABLE outbox (
    op_no INTEGER NOT NULL,
    op_id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    base_version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    edits INTEGER NOT NULL,
    grp INTEGER NOT NULL,
    PRIMARY KEY (op_no),
    UNIQUE (table_no, row_id),
    UNIQUE (op_id)
);

CREATE TABLE refused (
    id BLOB NOT NULL,
    table_no INTEGER NOT NULL,
    row_id BLOB NOT NULL,
    payload TEXT NOT NULL,
    code TEXT NOT NULL,
    at INTEGER NOT NULL,
    dismissed_at INTEGER,
    PRIMARY KEY (id)
);

CREATE TABLE services (
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
    name TEXT NOT NULL,
    description TEXT,
    default_duration_minutes INTEGER NOT NULL,
    colour TEXT,
    is_active BOOLEAN DEFAULT 1 NOT NULL,
    PRIMARY KEY (rid),
    CHECK (default_duration_minutes > 0),
    UNIQUE (id)
);

CREATE INDEX ix_services_seq ON services (workspace_id, seq);

CREATE TABLE session_versions (
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
    session_id BLOB NOT NULL,
    version_number INTEGER NOT NULL,
    subjective TEXT,
    objective TEXT,
    assessment TEXT,
    "plan" TEXT,
    reason TEXT,
    created_by_user_id BLOB,
    signature BLOB,
    signed_at INTEGER,
    PRIMARY KEY (rid),
    CHECK (version_number > 0),
    UNIQUE (id)
);

CREATE INDEX ix_session_versions_seq ON session_versions (workspace_id, seq);

CREATE INDEX ix_session_versions_session_id_version_number ON session_versions (workspace_id, session_id, version_number);

CREATE TABLE sessions (
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
    appointment_id BLOB,
    created_by_user_id BLOB,
    subjective TEXT,
    objective TEXT,
    assessment TEXT,
    "plan" TEXT,
    session_date INTEGER NOT NULL,
    duration_minutes INTEGER,
    is_draft BOOLEAN DEFAULT 1 NOT NULL,
    draft_last_saved_at INTEGER,
    finalized_at INTEGER,
    finalized_by BLOB,
    signature BLOB,
    amended_at INTEGER,
    amendment_count INTEGER DEFAULT 0 NOT NULL,
    deleted_reason TEXT,
    deleted_by_user_id BLOB,
    permanent_delete_after INTEGER,
    PRIMARY KEY (rid),
    CHECK (duration_minutes BETWEEN 0 AND 480),
    CHECK (finalized_at IS NULL OR NOT is_draft),
    UNIQUE (id)
);

CREATE INDEX ix_sessions_appointment_id ON sessions (workspace_id, appointment_id);

CREATE INDEX ix_sessions_client_id_session_date ON sessions (workspace_id, client_id, session_date);

CREATE INDEX ix_sessions_is_draft_draft_last_saved_at ON sessions (workspace_id, is_draft, draft_last_saved_at);

CREATE INDEX ix_sessions_seq ON sessions (workspace_id, seq);

CREATE INDEX ix_sessions_session_date ON sessions (workspace_id, session_date);

CREATE TABLE users (
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
    email TEXT,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,
    is_active BOOLEAN DEFAULT 1 NOT NULL,
    PRIMARY KEY (rid),
    CHECK (role IN ('OWNER', 'THERAPIST', 'ASSISTANT', 'READONLY')),
    UNIQUE (id)
);

CREATE INDEX ix_users_seq ON users (workspace_id, seq);

CREATE TABLE workspaces (
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
    name TEXT NOT NULL,
    is_active BOOLEAN DEFAULT 1 NOT NULL,
    timezone TEXT NOT NULL,
    locale TEXT DEFAULT 'en' NOT NULL,
    settings TEXT,
    PRIMARY KEY (rid),
    UNIQUE (id)
);

CREATE INDEX ix_workspaces_seq ON workspaces (workspace_id, seq);

CREATE VIRTUAL TABLE search_clients USING fts5(body, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0');

CREATE VIRTUAL TABLE search_appointments USING fts5(body, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0');

CREATE VIRTUAL TABLE search_notes USING fts5(body, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0');
