"""Asks one address for an update when somebody clicks, and shows what came; never installs."""
