"""yinju over HTTP: pages for readers, which show a quote in its article, and an interface for programs."""
