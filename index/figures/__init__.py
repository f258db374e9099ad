"""What a figure in its sentence is there for: what it counts, role, period, whose, denied, part."""
