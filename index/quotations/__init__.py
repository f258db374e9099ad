"""Is a text quoted as the articles have it: verbatim, changed in these characters, or not theirs at all."""
