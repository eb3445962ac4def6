-- Takes revision 9 back.

DROP TABLE measures;
