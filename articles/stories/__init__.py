"""Stories: which articles tell one event, what they say together, and what the desk decides about it."""
