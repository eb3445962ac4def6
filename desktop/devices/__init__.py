"""Devices of the clinic: the list, letting one in, shutting one out."""
