-- Revision 14: names and captions of files, for the search; those that are here are put in beside this.

CREATE VIRTUAL TABLE search_files USING fts5(body, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0');
