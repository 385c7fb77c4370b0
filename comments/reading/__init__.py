"""The reading side: the thoughts of an article as a page shows them, in an order, from a place on, to somebody."""
