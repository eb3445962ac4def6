"""Data in and out: backup, restore, export, import."""
