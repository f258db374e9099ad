"""What can be configured, and secrets that show themselves to nobody."""
