"""What goes on paper or into a PDF: the recovery paper, notes, a client's record."""
