-- Takes revision 18 back.

DROP TABLE pz.measures;
