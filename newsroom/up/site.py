"""The processes of the site itself, as they run on one small machine."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from newsroom.up.children import Child
from newsroom.up.datadir import DataDir
from newsroom.up.processes import MARK

WEB = (
    "granian --interface wsgi --host {host} --port {port} --workers 2 --blocking-threads 4 --runtime-threads 1 --no-ws "
    "--respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 2 newsroom.wsgi:application"
)
# Without a provider nothing is slow, and one worker reads all lanes; calls of a slow provider are kept apart.
WORKERS = "newsroom.shift worker=2:desk,mail,fetch,provider"
# The nicer one gives way to web and writer: pages and key points go before what readers do not wait for.
WORKERS_WITH_PROVIDER = "newsroom.shift worker=2/5:desk,mail,fetch writer=2:provider"
BEAT = "celery -q -A newsroom.celery:app beat -l WARNING --pidfile= -s"
# Celery's long warning belongs to workers that take messages from elsewhere; ours come through our own broker.
QUIET = "ignore:You're running the worker with superuser privileges"


def workers(environ: Mapping[str, str]) -> str:
    """The workers to run, and what each reads."""
    extractive = environ.get("SUMMARY_PROVIDER", "extractive") == "extractive"
    return WORKERS if extractive else WORKERS_WITH_PROVIDER


def arguments(name: str, host: str, port: int, data: DataDir) -> list[str]:
    """What Python is to run for that process."""
    if name == "web":
        return ["-m", *WEB.format(host=host, port=port).split()]
    if name == "worker":
        return ["-m", *workers(os.environ).split()]
    return ["-m", *BEAT.split(), str(data.path / "beat" / "celerybeat-schedule")]


def child(name: str, words: list[str], root: Path, data: DataDir) -> Child:
    """One of our own programs, not started yet."""
    environ = {**os.environ, MARK: str(data.path), "PYTHONUNBUFFERED": "1"}
    if name == "worker" and os.geteuid() == 0:
        environ.setdefault("PYTHONWARNINGS", QUIET)
    return Child(name, [sys.executable, *words], root, data, environ)
