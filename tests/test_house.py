"""The house stays in order: layers, types, style, one door, and a README that tells the truth."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PLACED = {"manage.py", "pyproject.toml", "uv.lock", "README.md", "LICENSE", ".gitignore", ".ci", "newsroom", "articles", "comments",
          "templates", "static", "seeds", "tests"}  # fmt: skip
ELSEWHERE = {"PG_BIN", "REDIS_BIN", "BROWSER_PATH"}


def run(*command: str) -> None:
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_fall_downhill() -> None:
    run("lint-imports")


def test_the_rule_modules_are_typed_strictly() -> None:
    run("mypy")


def test_style_and_common_faults() -> None:
    run("ruff", "check", ".")


@pytest.mark.django_db
def test_the_models_and_their_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_django_finds_nothing_to_object_to() -> None:
    call_command("check", fail_level="WARNING")


def test_every_thing_at_the_top_has_its_place() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {name.split("/")[0] for name in listed} <= PLACED


def test_readers_get_articles_through_one_door() -> None:
    rooms = ("articles/*.py", "articles/views/*.py", "comments/*.py", "newsroom/*.py")
    for path in [path for room in rooms for path in ROOT.glob(room)]:
        for line in path.read_text().splitlines():
            if path.parent.name == "views" or path.name in {
                "views.py",
                "feeds.py",
                "sitemaps.py",
                "errors.py",
                "context.py",
                "discussion.py",
            }:
                assert "Article.objects" not in line or ".published()" in line or "State.KILLED" in line, (
                    f"{path.name}: {line}"
                )


def test_a_lock_leaves_the_key_free_so_that_what_refers_to_the_row_can_be_added_meanwhile() -> None:
    locks = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room in ("articles", "comments", "newsroom")
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text().splitlines()
        if "select_for_update(" in line and "no_key=True" not in line
    ]
    # An erasure is what keeps others off.
    assert [lock.split(":")[0] for lock in locks] == ["newsroom/readers/jobs.py"], locks


def test_the_readme_names_exactly_the_variables_that_are_read() -> None:
    settings = (ROOT / "newsroom" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\("(\w+)"', settings)) | ELSEWHERE
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert table == read


def test_templates_say_what_they_need() -> None:
    for path in [*ROOT.glob("templates/**/_*.html")]:
        assert path.read_text().lstrip().startswith("{# needs:"), path.name


def test_colours_stand_in_one_file() -> None:
    for path in (ROOT / "static" / "css").glob("**/*.css"):
        if path.name not in {"tokens.css", "error.css"}:
            found = re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\brgb\(", re.sub(r"url\([^)]*\)", "", path.read_text()))
            assert not found or path.name == "menu.css", f"{path.name}: {found and found.group()}"
