-- Takes revision 16 back.

DROP TABLE pz.text_snippets;
DROP TABLE pz.note_templates;
