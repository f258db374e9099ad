"""Answers, figures and checked quotations as data for programs: JSON and CSV. Pure."""
