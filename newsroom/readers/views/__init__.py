"""The readers' addresses: what they show."""
