"""Filters of the mail room."""
