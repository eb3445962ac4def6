-- Takes revision 13 back.

DROP INDEX ix_sessions_deleted;
