"""The frame: settings, addresses, accounts, operations. Imports nothing, so that the bootstrap can run before any install."""
