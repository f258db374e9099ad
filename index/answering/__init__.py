"""The best sentences -> figures, quotes, confidence: an Answer."""
