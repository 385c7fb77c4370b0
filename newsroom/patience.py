"""How long a reader's request waits for the database: a page that says so is better than a browser that hangs."""

from collections.abc import Generator
from typing import Any, TypeVar

from psycopg import Connection, OperationalError, errors

# Postgres breaks off a statement, or its wait for a lock, that takes longer than a page can wait (milliseconds).
STATEMENT, LOCK = 3000, 1000
# A server that is frozen breaks off nothing, and its kernel goes on acknowledging, so that neither keepalives nor
# tcp_user_timeout notice: only the client can give up (seconds; more than the server's own limit).
SILENCE = 4.0

Result = TypeVar("Result")


class ImpatientConnection(Connection[Any]):
    """A connection that is given up, and closed, when the server says nothing at all for four seconds."""

    def wait(self, gen: Generator[Any, Any, Result], interval: float = 0.1, timeout: float | None = None) -> Result:
        """As psycopg waits, but no longer than `SILENCE` where nothing else is asked for; raises OperationalError."""
        try:
            return super().wait(gen, interval, SILENCE if timeout is None else timeout)
        except errors._WaitTimeout:  # noqa: SLF001 - what psycopg documents for `wait`, under this name alone
            self.pgconn.finish()
            raise OperationalError(f"the database was silent for {SILENCE:.0f} s") from None


def bound_waiting(options: dict[str, Any]) -> None:
    """Changes a database's OPTIONS for a web process, before its first query; all others may wait as long as it takes."""
    limits = f"-c statement_timeout={STATEMENT} -c lock_timeout={LOCK}"
    options["options"] = f"{options.get('options', '')} {limits}".strip()
    options["pool"]["connection_class"] = ImpatientConnection
