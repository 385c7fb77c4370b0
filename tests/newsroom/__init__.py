"""Promises of this part of the house."""
