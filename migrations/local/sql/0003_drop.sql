-- Takes revision 3 back.

DROP TABLE kept_seals;
