"""What a question asks for: language, words, kind, unit, filters, claims."""
