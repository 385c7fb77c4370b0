"""How much a page costs: printed, beside the floor of the same run; nothing is asserted about time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "SECRET_KEY", "MEDIA_ROOT", "DEMO", "SITE_URL"}


@pytest.mark.benchmark
def test_the_article_page_beside_an_empty_view(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in NAMED}
    command = [
        "manage.py",
        "up",
        "--data-dir",
        str(tmp_path),
        "--port",
        "8764",
        "--",
        sys.executable,
        "-m",
        "tests.benchmarks.article_page",
    ]
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    print("\n" + result.stdout)
