"""A paper with a million articles: made in a database of its own, then measured through the product's own code.

    python -m tests.benchmarks.million FOLDER ARTICLES [DRAWN]

Where DRAWN is given, only so many articles are drawn and the others are copies of them. A folder that holds the paper already is measured again as it is. The embedded Postgres runs with `up`'s settings, save
that nothing has to survive a power cut (fsync, synchronous_commit and full_page_writes are off).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom.up.attach import set_variables
from newsroom.up.datadir import DataDir
from newsroom.up.plant import Plant


@contextmanager
def plant(folder: Path) -> Iterator[None]:
    """Servers on the folder."""
    data = DataDir(folder)
    data.create()
    if not data.try_lock("the benchmark"):
        raise SystemExit(f"{folder} is held by {data.holder()}")
    servers = Plant(data, throwaway=True)
    try:
        servers.start()
        set_variables(servers.variables(demo=False))
        yield
    finally:
        servers.stop()
        data.unlock()


def make(folder: Path) -> None:
    """Loads the paper, builds its indexes and counts its words; prints how long each took."""
    from django.db import connection

    from tests.benchmarks import copying, lists, loading
    from tests.benchmarks.indexes import built_afterwards
    from tests.benchmarks.measures import TABLES
    from tests.benchmarks.paper import paper

    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
    begun, size = time.perf_counter(), paper()
    with built_afterwards(*TABLES):
        loading.load(size, folder)
        copying.copy_all(size)
        print(f"loaded in {time.perf_counter() - begun:.0f} s", flush=True)
        lists.draw_neighbours(size.articles)
        lists.count_terms(folder, size)
    lists.finish()


def main() -> None:
    """Makes the paper where it is not there yet, and prints the figures."""
    folder, articles, drawn = Path(sys.argv[1]), sys.argv[2], sys.argv[-1]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "BENCHMARK_ARTICLES": articles,
        "BENCHMARK_DRAWN": drawn,
    }
    with plant(folder):
        import django

        django.setup()
        note, size = folder / "paper.json", [articles, drawn]
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
        if not note.exists():
            make(folder)
            note.write_text(json.dumps(size))
        if json.loads(note.read_text()) != size:
            raise SystemExit(f"{folder} holds another paper: {note.read_text()}")
        from tests.benchmarks.measures import measure
        from tests.benchmarks.paper import paper

        measure(paper())


if __name__ == "__main__":
    main()
