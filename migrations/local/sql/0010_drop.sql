-- Takes revision 10 back.

DROP TABLE waitlist_entries;
