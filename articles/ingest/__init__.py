"""Taking sources in: an address is fetched behind a guard, a file is read safely, and what is text in it is kept."""
