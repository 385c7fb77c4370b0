"""The paper: articles, their sources, summaries and neighbours. Knows nothing of comments."""
