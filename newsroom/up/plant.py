"""Which servers a command needs, started together and stopped in order, and the variables that tell where they are."""

import os
from collections.abc import Mapping

from newsroom.up.datadir import DataDir
from newsroom.up.postgres import Postgres
from newsroom.up.processes import sweep
from newsroom.up.server import Server
from newsroom.up.valkey import Broker, Cache


class Plant:
    """The embedded servers for what the environment does not name. Only the holder of the lock may start it."""

    def __init__(self, data: DataDir, environ: Mapping[str, str] | None = None, throwaway: bool = False) -> None:
        self.data = data
        # As it was at the start: what we set ourselves later does not count as named.
        self.environ = dict(os.environ if environ is None else environ)
        self.throwaway = throwaway
        self.servers: list[Server] = []

    def embedded(self, variable: str) -> bool:
        """Whether we bring that server, because nobody named one."""
        return not self.environ.get(variable)

    def clear(self) -> None:
        """End what a killed start left running here."""
        sweep(self.data)

    def start(self) -> None:
        """Start what is needed; a failure stops what had started."""
        self.clear()
        try:
            for kind in (Cache, Broker):
                if self.embedded(kind.variable):
                    self._start(kind(self.data))
            if self.embedded("DATABASE_URL"):
                self._start(Postgres(self.data, self.throwaway))
        except BaseException:
            self.stop()
            raise

    def _start(self, server: Server) -> None:
        self.servers.append(server)
        server.start()

    def addresses(self) -> dict[str, str]:
        """The variables of our own servers."""
        return {server.variable: server.url() for server in self.servers}

    def variables(self, demo: bool) -> dict[str, str]:
        """Everything a command needs that the environment does not say."""
        own = {
            **self.addresses(),
            "SECRET_KEY": self.data.secrets()["secret_key"],
            "DEMO": "1" if demo else "0",
            **media(self.data, self.environ),
        }
        return {name: value for name, value in own.items() if not self.environ.get(name)}

    def stop(self) -> None:
        """Stop the servers, the database last; whoever is stopped twice does not mind."""
        while self.servers:
            self.servers[0].stop()
            self.servers.pop(0)
        (self.data.path / "processes.json").unlink(missing_ok=True)


def media(data: DataDir, environ: Mapping[str, str]) -> dict[str, str]:
    """Where pictures lie: in the data directory, unless a place was named."""
    return {} if environ.get("MEDIA_ROOT") or environ.get("MEDIA_URL") else {"MEDIA_ROOT": str(data.path / "media")}
