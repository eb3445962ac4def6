"""Reminding clients by hand: whom nobody told yet, the words, and the program that sends them."""
