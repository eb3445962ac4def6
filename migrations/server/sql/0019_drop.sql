-- Takes revision 19 back.

DROP TABLE pz.waitlist_entries;
