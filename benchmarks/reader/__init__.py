"""What a reader model learns from: examples written by a grammar."""
