"""Clients: the list, one client with the timeline, and the form."""
