"""Texts as text: merging, sentences, differences, folding. Pure, on the standard library alone."""
