"""How a device gets into a practice, and in again."""
