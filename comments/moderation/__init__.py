"""Moderation: what is held and why, who decided and on what ground."""
