"""Drafts from sources: a working copy's first text, made by a program and resting, sentence by sentence, on what was read."""
