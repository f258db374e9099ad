"""Tests of the room that reads question and candidates together."""
