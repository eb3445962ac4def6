-- Takes revision 4 back.

DROP TRIGGER past_series_update;

DROP TRIGGER past_series_delete;

DROP TABLE past_series;

ALTER TABLE journal DROP COLUMN drawn;

DROP TABLE appointment_series;
