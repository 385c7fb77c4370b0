"""Migrations on a site that is read meanwhile: what needs a table to itself asks for it without holding up the others."""

import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunSQL
from psycopg.errors import LockNotAvailable

# Who waits for a table has everybody else wait behind it: after so many milliseconds it lets them through,
WAITED = 2_000
# and asks again after so many seconds, at most so often.
PAUSE, TIMES = 2.0, 60


class Briefly(RunSQL):
    """Quick statements under a strong lock, done together or not at all; for migrations with `atomic = False`.

    Raises OperationalError where the lock was not to be had within four minutes; the migration can then be run again.
    """

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """The statements."""
        _in_turn(schema_editor, lambda: super(Briefly, self).database_forwards(app_label, schema_editor, *states))

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Those that undo them."""
        _in_turn(schema_editor, lambda: super(Briefly, self).database_backwards(app_label, schema_editor, *states))


def _in_turn(schema_editor: BaseDatabaseSchemaEditor, run: Callable[[], None]) -> None:
    for left in reversed(range(TIMES)):
        try:
            with transaction.atomic(schema_editor.connection.alias):
                schema_editor.execute(f"SET LOCAL lock_timeout = {WAITED}")
                return run()
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, LockNotAvailable):
                raise
            time.sleep(PAUSE)
    return None
