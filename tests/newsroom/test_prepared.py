"""A page's small queries are compiled once, and planned once a connection."""

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from articles.models import Section
from newsroom.prepared import Prepared

pytestmark = pytest.mark.django_db
ONE, OTHER = "\x02one\x03", "\x02other\x03"


@pytest.fixture(autouse=True)
def sections() -> None:
    Section.objects.bulk_create(Section(slug=slug, name=f"{slug} 50% {{off}}") for slug in ("a", "b", "c"))


def test_it_answers_as_the_query_it_was_made_of_whatever_its_constants_are() -> None:
    def make(slug: str, besides: str) -> "object":
        named = Section.objects.filter(name__contains="50% {").exclude(slug=besides).filter(slug__lte=slug)
        return named.annotate(said=Concat("slug", Value(" 100%"))).order_by("slug").values_list("slug", "said")[:2]

    prepared = Prepared(make, ONE, OTHER)  # type: ignore[arg-type]
    for asked in [("c", "a"), ("b", "c"), ("c", "x"), ("a", "a")]:
        assert prepared(*asked) == list(make(*asked)), asked  # type: ignore[call-overload]


def test_asked_often_it_is_planned_no_more() -> None:
    prepared = Prepared(lambda slug: Section.objects.filter(slug=slug).values_list("name")[:1], ONE)
    for _ in range(20):
        assert prepared("b") == [("b 50% {off}",)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE '%articles_section%'"
        )
        assert cursor.fetchone()[0] > 0


def test_an_example_that_is_no_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="are no parameters of the query"):
        Prepared(lambda _: Section.objects.values_list("name"), ONE)("b")
