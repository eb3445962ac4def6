"""Releases of the program: what a signed `release.json` says, and whether a file is the one it names."""
