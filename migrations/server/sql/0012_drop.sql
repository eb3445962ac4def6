DROP INDEX pz.ix_access_events_reach;
