"""Figures measured on real data; each command is named in the README."""
