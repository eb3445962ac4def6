-- Takes revision 21 back.

DROP TABLE pz.device_certs;
