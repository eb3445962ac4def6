-- Revision 3: seals of other laptops on what only grows: they go along when this one offers it again.

CREATE TABLE kept_seals (
    row_id BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (row_id)
);
