"""A command has servers: its own, or those of whoever runs on the same data directory."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from newsroom.up.attach import servers
from newsroom.up.commands import take_data_dir
from newsroom.up.datadir import DataDir
from newsroom.up.refusal import Refusal

# From Python 3.12 on: what is done between fork and exec here takes no lock that a thread could hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
ROOT = Path(__file__).resolve().parent.parent.parent
VARIABLES = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY", "MEDIA_ROOT", "DEMO", "SITE_URL")
GUEST = """
import os, sys
from pathlib import Path
from newsroom.up.attach import servers
from newsroom.up.datadir import DataDir
with servers(DataDir(Path(sys.argv[1])), "a guest"):
    print(os.environ["DATABASE_URL"])
"""


@pytest.fixture
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nobody named a server."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "")  # puts back afterwards what the command sets
        monkeypatch.delenv(name)


def alive(address: str) -> bool:
    """Whether that database answers."""
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.usefixtures("nothing_named")
def test_a_command_brings_its_servers_lends_them_and_takes_them_along(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "a long way down" / ("x" * 120) / "data")
    with servers(data, "the first"):
        address, broker, cache = os.environ["DATABASE_URL"], os.environ["REDIS_URL"], os.environ["CACHE_URL"]
        with psycopg.connect(address) as connection:
            for extension in ("vector", "pg_trgm", "unaccent"):
                connection.execute(f"CREATE EXTENSION {extension}")
            assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
        assert redis.Redis.from_url(broker).config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert redis.Redis.from_url(broker).config_get("appendonly") == {"appendonly": "yes"}
        assert redis.Redis.from_url(cache).config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}
        for file in ("secrets.json", "servers.json", "broker/valkey.conf", "cache/valkey.conf"):
            assert stat.S_IMODE((data.path / file).stat().st_mode) == 0o600
        surroundings = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        command = [sys.executable, "-c", GUEST, str(data.path)]
        guest = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
        assert guest.stdout.strip() == address
    assert not alive(address)
    assert not (data.path / "servers.json").exists()


@pytest.mark.usefixtures("nothing_named")
def test_a_half_made_database_and_a_stale_note_are_cleared(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    (tmp_path / "postgres.new" / "half").mkdir(parents=True)
    (tmp_path / "servers.json").write_text('{"DATABASE_URL": "postgres://a:b@127.0.0.1:1/gone"}')
    with servers(data, "the first"):
        assert alive(os.environ["DATABASE_URL"])
    for name in VARIABLES:
        os.environ.pop(name, None)
    # The number of a process that lives and is no Postgres: our own.
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n1\n1\n\n127.0.0.1\n\nready\n")
    with servers(data, "the second"):
        assert alive(os.environ["DATABASE_URL"])


@pytest.mark.usefixtures("nothing_named")
def test_a_named_database_is_used_and_no_secret_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a:b@db.example/x")
    with servers(DataDir(tmp_path / "data"), "a command"):
        assert "SECRET_KEY" not in os.environ
        assert "REDIS_URL" not in os.environ
    assert not (tmp_path / "data").exists()


def test_the_data_directory_is_taken_out_of_the_command_line_but_not_out_of_somebody_elses() -> None:
    words, data = take_data_dir(["up", "--data-dir=/a b", "--port", "1", "--", "other", "--data-dir", "/c"])
    assert words == ["up", "--port", "1", "--", "other", "--data-dir", "/c"]
    assert data.path == Path("/a b")
    assert take_data_dir(["up"])[1].path == ROOT / "var"
    with pytest.raises(Refusal, match="needs the name"):
        take_data_dir(["up", "--data-dir"])
