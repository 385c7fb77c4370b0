"""The paper's pages: fetch through `published()`, put the laid-out parts together, render."""
