"""The frame: settings, addresses, accounts, operations. Imports the standard library alone: the bootstrap runs before any install."""

import os

# One thread a process for arithmetic on vectors, set before numpy is loaded: with all cores at work its own threads wait
# for each other, and what takes under a second takes eight.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
