-- Takes revision 22 back.

DROP TABLE pz.earlier_chunks;
DROP INDEX pz.ix_access_events_day;
