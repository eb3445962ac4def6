-- Takes revision 8 back.

DROP TABLE time_blocks;
