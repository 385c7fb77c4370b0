"""The reader's own pages: what they saved, follow, wrote and are told; their data, and the way out."""
