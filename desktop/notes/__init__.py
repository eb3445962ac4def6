"""Session notes: the list and the SOAP editor that never loses a word."""
