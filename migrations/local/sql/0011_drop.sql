-- Takes revision 11 back.

DROP TABLE body_marks;
