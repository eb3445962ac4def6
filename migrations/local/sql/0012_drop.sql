-- Takes revision 12 back.

DROP TABLE unindexed_notes;
