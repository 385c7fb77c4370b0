"""The embedded broker and cache: two servers, since one must refuse when full and the other must forget."""

import os
import socket
from contextlib import suppress

from newsroom.up.binaries import valkey_bin
from newsroom.up.datadir import DataDir
from newsroom.up.server import Server

# Whatever a killed worker or a restart must find again is on disk within a second.
BROKER = {"maxmemory-policy": "noeviction", "maxmemory": "256mb", "appendonly": "yes", "appendfsync": "everysec"}
# The answers to AUTH and PING; anything else, such as "still loading", is no.
WELL = b"+OK\r\n+PONG\r\n"
CACHE = {"maxmemory-policy": "allkeys-lru", "maxmemory": "64mb", "appendonly": "no"}


class Valkey(Server):
    """A Redis-compatible server with a password of its own."""

    settings: dict[str, str]

    def __init__(self, data: DataDir) -> None:
        super().__init__(data)
        self.bin = valkey_bin()
        self.password = data.secrets()[self.name]

    def make_ready(self) -> None:
        """Its folder; the configuration is written with the port."""
        self.folder().mkdir(mode=0o700, exist_ok=True)

    def command(self) -> list[str]:
        """The server with its configuration in a file, where the process list does not show the password."""
        path = self.folder() / "valkey.conf"
        lines = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": self.password,
            "dir": '"' + str(self.folder()).replace("\\", "\\\\").replace('"', '\\"') + '"',
            "save": '""',
            "tcp-backlog": "128",
            **self.settings,
        }
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(f"{name} {value}\n" for name, value in lines.items())
        return [str(self.bin), str(path)]

    def answers(self) -> bool:
        """Whether it knows the password and has read its data."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
            line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            said = b""
            while len(said) < len(WELL) and (piece := line.recv(200)):
                said += piece
            return said == WELL
        return False

    def url(self) -> str:
        """Its address, password included."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


class Broker(Valkey):
    """Carries the messages to the workers: never drops one to make room, keeps them over a crash."""

    name = "broker"
    variable = "REDIS_URL"
    settings = BROKER


class Cache(Valkey):
    """Remembers what can be computed again: forgets the oldest when full, keeps nothing on disk."""

    name = "cache"
    variable = "CACHE_URL"
    settings = CACHE
