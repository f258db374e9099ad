"""Corpus -> library: analyse, write, merge, publish; articles put into the corpus and taken out."""
