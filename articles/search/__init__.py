"""Search: what readers ask for in words, found among what is public."""
