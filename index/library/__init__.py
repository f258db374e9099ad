"""A library at rest: its files opened, its passages, words, vectors and catalogue read. Writes nothing."""
