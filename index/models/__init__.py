"""Text -> vectors: the packaged pair or any sentence-transformers model; centring, late chunking."""
