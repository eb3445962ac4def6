-- Takes revision 15 back.

DROP TABLE pz.appointment_series;
