"""One site to break for all fault tests, emptied between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.site import FaultSite

HERE = Path(__file__).parent
EMPTY = """
DO $$ DECLARE names text; BEGIN
    SELECT string_agg(quote_ident(tablename), ', ') INTO names FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission');
    EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY CASCADE';
END $$
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They share one site and are sensitive to load, so they run in one process."""
    for item in items:
        if HERE in item.path.parents and "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("faults"))
            # A server that is killed leaves connections that its client could not close in order.
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="session")
def whole_site() -> Iterator[FaultSite]:
    """Servers, tables and a provider."""
    with FaultSite() as site:
        yield site


@pytest.fixture
def site(whole_site: FaultSite) -> Iterator[FaultSite]:
    """The site with nothing running, nothing stored and a provider that answers in 150 ms."""
    whole_site.stub.behave("good", delay=0.15)
    whole_site.stub.forget()
    yield whole_site
    for name in list(whole_site.running):
        whole_site.end(name)
    import psycopg

    with psycopg.connect(whole_site.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(EMPTY)
    whole_site.broker("FLUSHALL")


# The bars are for a machine with nothing else to do; a short form runs beside other tests and only must come to its end.
PATIENCE = 6.0


def bar(seconds: float, request: pytest.FixtureRequest) -> float:
    """The seconds that something may take: as they stand in the full form, six times as long in the short one."""
    return seconds if request.node.get_closest_marker("faults") else seconds * PATIENCE


def scales(short: Any, full: Any) -> Any:
    """A test in its short form, and in full behind the marker `faults`."""
    return pytest.mark.parametrize(
        "scale", [pytest.param(short, id="short"), pytest.param(full, id="full", marks=pytest.mark.faults)]
    )
