-- Takes revision 17 back.

DROP TABLE pz.time_blocks;
