"""How long readers wait who talk, and who talk beside somebody that floods the site: printed, nothing is asserted about time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_article_page import NAMED, ROOT


@pytest.mark.benchmark
def test_a_conversation_of_ten_thousand_and_a_flood(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in NAMED} | {"TRUSTED_PROXIES": "1"}
    command = ["manage.py", "up", "--data-dir", str(tmp_path), "--port", "8766", "--"]
    command += [sys.executable, "-m", "tests.benchmarks.conversation"]
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    print("\n" + result.stdout)
