-- Takes revision 5 back.

DROP TABLE text_snippets;

DROP TABLE note_templates;
