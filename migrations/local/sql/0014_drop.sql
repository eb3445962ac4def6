-- Takes revision 14 back.

DROP TABLE search_files;
