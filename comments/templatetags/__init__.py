"""Template tags of the letters page."""
