"""What belongs together: vectors of meaning, the neighbours of an article, and the stories that they make."""
