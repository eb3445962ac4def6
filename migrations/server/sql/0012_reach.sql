-- Revision 12: how far each device was shown the feed is told at every greeting, so it must be found at once.

CREATE INDEX ix_access_events_reach ON pz.access_events (workspace_id, device_id, upto_seq);
