"""A library at rest: its files opened, its passages, words and catalogue read. Writes nothing."""
