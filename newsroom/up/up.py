"""`manage.py up`: the whole site on one machine, from an empty directory to Ready, until somebody says stop."""

import argparse
import shutil
import signal
import sys
from pathlib import Path
from typing import NoReturn

from newsroom.up.beside import surroundings
from newsroom.up.console import Console
from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant
from newsroom.up.refusal import Refusal
from newsroom.up.start import Start
from newsroom.up.supervisor import Stop, Supervisor

HIGHEST_PORT = 65535


class Parser(argparse.ArgumentParser):
    """Options that are wrong are a refusal like any other."""

    def error(self, message: str) -> NoReturn:
        """One line instead of a page."""
        raise Refusal(f"{message} (`manage.py up --help` shows what there is)")


def parse(words: list[str]) -> argparse.Namespace:
    """The options of `up`; what follows `--` is a command to run once the site is ready."""
    command = words[words.index("--") + 1 :] if "--" in words else []
    own = words[: words.index("--")] if "--" in words else words
    parser = Parser(
        prog="manage.py up",
        description="Run the whole site: database, broker, cache, web, worker and clock.",
        epilog="-- COMMAND: run COMMAND with the site's variables once it is ready, then stop; its exit code is ours.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any (%(default)s)")
    parser.add_argument("--data-dir", metavar="DIR", help="where everything is kept (var)")  # taken out before
    parser.add_argument("--no-seed", action="store_true", help="leave an empty database empty")
    options = parser.parse_args(own)
    options.command = command
    if "--" in words and not command:
        parser.error("no command after --")
    if command and not shutil.which(command[0], path=surroundings()["PATH"]):
        parser.error(f"there is no command {command[0]} here")
    if not 0 <= options.port <= HIGHEST_PORT:
        parser.error("--port is a number from 0 to 65535")
    return options


def main(words: list[str], data: DataDir, root: Path) -> int:
    """Run `up` from its first to its last line."""
    options = parse(words)
    data.create()
    if not data.try_lock("manage.py up"):
        raise Refusal(f"{data.path} is in use by {data.holder()}: end that first, or choose another --data-dir")
    console = Console(sys.stderr if options.command else sys.stdout)
    plant = Plant(data)
    supervisor = Supervisor(console, plant)
    try:
        return Start(options, data, root, supervisor).run()
    except Stop:
        return 128 + signal.SIGTERM if options.command else 0  # what was never run has not succeeded
    finally:
        data.withdraw()
        supervisor.stop()
        data.unlock()
