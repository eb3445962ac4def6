-- Takes revision 20 back.

DROP TABLE pz.body_marks;
