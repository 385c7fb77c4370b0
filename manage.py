#!/usr/bin/env python3
"""The one door to every command: `python3 manage.py up`, `python3 manage.py test`, and all that Django knows."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must hear why it is refused
    sys.exit(
        "manage.py: this is Python %d.%d and the newsroom needs 3.11 or newer: install one and run "  # noqa: UP031
        "`python3.11 manage.py ...`, or install uv and run `uv run manage.py ...`." % sys.version_info[:2]
    )

from newsroom.bootstrap import run

if __name__ == "__main__":
    sys.exit(run(sys.argv))
