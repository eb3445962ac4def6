"""Measures of a client: beside the note in which they are taken, and on the client's page."""
