"""Spelling of what is written: dictionaries in processes of their own, and one checker for all of them."""
