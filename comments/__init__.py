"""The letters page: readers' thoughts on articles. May import articles, never the reverse."""
