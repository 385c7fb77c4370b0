"""What the tests of the paper share: the seeds, which take seconds to load."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.rows import Rows, put_back, take


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the seeds run in one process, so that it alone loads them."""
    for item in items:
        if "seeds" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("seeds"))


@pytest.fixture(scope="session")
def rows_of_the_seeds(django_db_setup: None, django_db_blocker: Any) -> Rows:
    """What `loadseeds` leaves."""
    with django_db_blocker.unblock():
        return take(lambda: call_command("loadseeds", stdout=StringIO()))


@pytest.fixture
def seeds(rows_of_the_seeds: Rows, db: None) -> None:
    """The database as `loadseeds` leaves it; the pictures' files are not there."""
    put_back(rows_of_the_seeds)
