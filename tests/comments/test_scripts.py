"""What scripts an article's page loads: little for everybody, the rest when it is first wanted."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
JS = settings.BASE_DIR / "static" / "js"
SCRIPT = re.compile(r'<script type="module" src="/static/js/([\w-]+\.js)"')
IMPORTED = re.compile(r'^import [^;]*from "\./([\w-]+\.js)";', re.MULTILINE)
LATER = re.compile(r'import\("\./([\w-]+\.js)"\)')


def loaded(names: set[str]) -> set[str]:
    """These scripts and all that they load at once."""
    more = {one for name in names for one in IMPORTED.findall((JS / name).read_text())} - names
    return loaded(names | more) if more else names


def scripts(client: Client, article: Any) -> set[str]:
    return loaded(set(SCRIPT.findall(client.get(article.get_absolute_url()).content.decode())))


def size(names: set[str]) -> int:
    return sum((JS / name).stat().st_size for name in names)


def test_an_article_loads_less_than_twelve_kilobytes(client: Client) -> None:
    article = factories.published()
    everybody = scripts(client, article)
    client.force_login(factories.reader())
    reader = scripts(client, article)
    assert everybody == {"evidence.js", "selecting.js"}
    assert everybody < reader
    assert size(everybody) < 5_000
    assert size(reader) < 12_000, {name: size({name}) for name in reader}


def test_what_is_fetched_when_it_is_wanted_is_there(client: Client) -> None:
    article = factories.published()
    client.force_login(factories.reader())
    at_once = scripts(client, article)
    later = {name for one in at_once for name in LATER.findall((JS / one).read_text())}
    assert later == {"acts.js", "composer.js", "offering.js", "placing.js", "reply.js"}
    assert not later & at_once
    assert all((JS / name).exists() for name in loaded(later))


def test_hashed_names_reach_into_the_scripts(tmp_path: Any) -> None:
    from django.core.management import call_command
    from django.test import override_settings

    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.static_files.HashedFiles"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    (script,) = tmp_path.glob("js/discussion.*.js")
    named = re.findall(r'import\("\./([^"]+)"\)', script.read_text())
    assert named and all(re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name) for name in named)
    assert all((tmp_path / "js" / name).exists() for name in named)
