"""Sending: replies and edits, pace, transport."""
