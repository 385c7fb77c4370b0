"""Whoever has Python can run the newsroom: the first command makes its environment, the next ones find it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# The other side of the boundary: it notes how it was called and makes an environment without any package.
UV = f"""#!/bin/sh
[ "$1" = --version ] && {{ echo "uv 0.13.9"; exit; }}
echo "$@" >>"$CALLS"
[ -n "$COMPLAINT" ] && {{ echo "$COMPLAINT" >&2; exit 2; }}
[ -d "$UV_PROJECT_ENVIRONMENT/bin" ] || {sys.executable} -m venv --without-pip "$UV_PROJECT_ENVIRONMENT"
"""


class Project:
    """A copy of what runs before any package is there, with a uv of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.calls = folder / "a project", folder / "calls"
        self.folder.mkdir()
        shutil.copytree(ROOT / "newsroom" / "up", self.folder / "newsroom" / "up")
        for name in ("manage.py", "newsroom/__init__.py", "newsroom/bootstrap.py"):
            shutil.copy(ROOT / name, self.folder / name)
        (self.folder / "uv.lock").write_text("first")
        (folder / "bin").mkdir()
        (folder / "bin" / "uv").write_text(UV)
        (folder / "bin" / "uv").chmod(0o755)
        self.path = f"{folder / 'bin'}{os.pathsep}{os.defpath}"

    def run(self, *words: str, python: str = sys.executable, **environ: str) -> "subprocess.CompletedProcess[str]":
        """One command line, as people type it."""
        surroundings = {"PATH": self.path, "CALLS": str(self.calls), **environ}
        command = [python, str(self.folder / "manage.py"), *words]
        return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=False)

    def synced(self) -> list[str]:
        """How uv was called so far."""
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An untouched copy."""
    return Project(tmp_path)


def test_the_first_command_installs_and_the_second_does_not(project: Project) -> None:
    first = project.run("up", "--help")
    assert first.returncode == 0, first.stderr
    assert "Installing what the newsroom needs" in first.stdout
    assert "usage: manage.py up" in first.stdout
    second = project.run("up", "--help")
    assert second.returncode == 0
    assert second.stdout.startswith("usage: manage.py up")
    assert len(project.synced()) == 1
    assert "sync --frozen" in project.synced()[0]
    assert "--no-dev" in project.synced()[0]


def test_a_new_lock_is_installed_and_the_tests_tools_stay_once_they_are_in(project: Project) -> None:
    project.run("up", "--help")
    project.run("test", "--version")  # there is no pytest in this one: only what was asked of uv counts
    assert "--no-dev" not in project.synced()[1]
    tools = next((project.folder / ".venv").glob("lib/python*/site-packages")) / "pytest"
    tools.mkdir()
    (project.folder / "uv.lock").write_text("second")
    project.run("up", "--help")
    assert len(project.synced()) == 3
    assert "--no-dev" not in project.synced()[2]
    project.run("test", "--version")
    assert len(project.synced()) == 3


@pytest.mark.parametrize(
    ("complaint", "remedy"),
    [
        (
            "error: Distribution `x` can't be installed because it doesn't have a wheel for the current platform",
            "glibc",
        ),
        ("error: Failed to fetch: `https://index/simple/x/`", "check the network"),
        ("error: No space left on device (os error 28)", "disk is full"),
        ("error: something new", "something new"),
    ],
)
def test_a_failed_install_is_one_line_with_its_remedy(project: Project, complaint: str, remedy: str) -> None:
    result = project.run("up", COMPLAINT=complaint)
    assert result.returncode == 1
    assert remedy in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_environment_that_does_not_start_is_named(project: Project) -> None:
    (project.folder.parent / "bin" / "uv").write_text(UV.replace("-m venv", "-c pass"))
    (project.folder / ".venv").mkdir()
    result = project.run("up")
    assert result.returncode == 1
    assert "cannot be started" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_python_can_read_why_it_is_refused() -> None:
    ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 4))
    names = filter(None, (shutil.which(f"python3.{minor}") for minor in range(10, 5, -1)))
    older = next(
        (name for name in names if not subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode),
        None,
    )
    if older is None:
        pytest.skip("no older Python here")
    result = subprocess.run([older, ROOT / "manage.py", "up"], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "needs 3.11 or newer" in result.stderr
    assert "Traceback" not in result.stderr
