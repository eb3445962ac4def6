"""The demo: an invented practice, its server and its two laptops."""
