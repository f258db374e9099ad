"""The figures in a text: value, unit, kind, and what is counted."""
