"""The doorkeeper's book: how often somebody tried, kept where nothing is forgotten to make room."""
