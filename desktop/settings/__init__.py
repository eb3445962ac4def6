"""Settings: the practice, what it offers and where, this device, the look, backups."""
