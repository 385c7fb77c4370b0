"""Thin commands: each calls one function."""
