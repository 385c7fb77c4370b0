"""What a page costs the database: an article's page and its discussion take eight queries at most, whoever reads them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Neighbour
from comments.models import Comment, Pace, Penalty, Rules, State, Visit, Wishes
from comments.moderation.moderators import may_pick, pickers
from comments.moderation.penalties import penalise
from comments.reading.own import own
from newsroom.models import User
from newsroom.readers.keeping import save
from newsroom.roles import moderators
from tests import factories
from tests.comments.crowd import crowd

pytestmark = pytest.mark.django_db
MOST, MANY = 8, 10_000
PAGES = {"article": "{}", "discussion": "{}thoughts/"}


def a_first_visit(article: Any, reader: User) -> None:
    """Nothing is known of the reader here."""


def a_visit_within_the_minute(article: Any, reader: User) -> None:
    own(reader.pk, article.pk)


def coming_back(article: Any, reader: User) -> None:
    """An hour later; something was posted meanwhile."""
    own(reader.pk, article.pk, timezone.now() - timedelta(hours=1))


def own_thoughts_that_wait(article: Any, reader: User) -> None:
    first = Comment.objects.filter(article=article).order_by("-pk").first()
    for parent in (None, first):
        factories.thought(article, reader, "Mine alone.", parent, state=State.WITHHELD)


def penalties(article: Any, reader: User) -> None:
    for kind, until in ((Penalty.Kind.WARNING, None), (Penalty.Kind.SUSPENSION, timezone.now() + timedelta(days=3))):
        thought = factories.removed(factories.thought(article, reader, f"Bad: {kind}."))
        penalise(thought.decisions.first(), kind, by=factories.editor(), until=until)  # type: ignore[arg-type]


def watched(article: Any, reader: User) -> None:
    thought = factories.removed(factories.thought(article, reader, "Bad."))
    penalise(thought.decisions.first(), Penalty.Kind.PREMODERATION, by=factories.editor())  # type: ignore[arg-type]


def saved_and_wished(article: Any, reader: User) -> None:
    save(reader, article)
    Wishes.objects.create(reader=reader, replies=Pace.NEVER)


def rules_of_all_kinds(article: Any, reader: User) -> None:
    Rules.objects.create(closes_after_days=7)
    Rules.objects.create(section=article.section, premoderated=True)
    Rules.objects.create(article=article, closed=False)


def closed(article: Any, reader: User) -> None:
    Rules.objects.create(article=article, closed=True)


def staff(article: Any, reader: User) -> None:
    """Somebody of the desk, with no rights on thoughts."""
    User.objects.filter(pk=reader.pk).update(is_staff=True)


def an_editor(article: Any, reader: User) -> None:
    staff(article, reader)
    reader.groups.add(factories.editors())


def all_at_once(article: Any, reader: User) -> None:
    for state in (an_editor, penalties, own_thoughts_that_wait, saved_and_wished, rules_of_all_kinds, coming_back):
        state(article, reader)


STATES: list[Callable[[Any, User], None]] = [
    a_first_visit, a_visit_within_the_minute, coming_back, own_thoughts_that_wait, penalties, watched, saved_and_wished,
    rules_of_all_kinds, closed, staff, an_editor, all_at_once,
]  # fmt: skip


@pytest.fixture
def article(db: None) -> Any:
    """An article with all that stands around one: an angle, neighbours, thoughts and answers."""
    story = factories.story()
    article, angle = (factories.published(story=story) for _ in range(2))
    for score in range(4):
        Neighbour.objects.create(article=article, other=factories.published(), score=score / 10)
    other = factories.reader()
    for one in (article, angle):
        first = factories.thought(one, other, "First.")
        factories.thought(one, other, "An answer.", first)
    return article


def statements(client: Client, address: str) -> list[str]:
    """What one page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def signed_in(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def warm(article: Any) -> None:
    """Frames are made once in a while, not by every page."""
    for page in PAGES.values():
        Client().get(page.format(article.get_absolute_url()))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_page_costs_at_most_eight_queries_whoever_is_signed_in(
    article: Any, reader: User, state: Callable[[Any, User], None], page: str
) -> None:
    client = signed_in(reader)
    state(article, reader)
    # Once a minute the session of somebody of the desk is written, by whichever page comes first.
    client.get(reverse("me"))
    warm(article)
    asked = statements(client, PAGES[page].format(article.get_absolute_url()))
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", [a_first_visit, rules_of_all_kinds, closed], ids=lambda state: state.__name__)
def test_and_no_more_for_who_is_not(article: Any, reader: User, state: Callable[[Any, User], None], page: str) -> None:
    state(article, reader)
    warm(article)
    asked = statements(Client(), PAGES[page].format(article.get_absolute_url()))
    assert len(asked) <= MOST - 2, "\n".join(asked)


@pytest.mark.parametrize("state", [a_first_visit, all_at_once], ids=lambda state: state.__name__)
def test_ten_thousand_thoughts_cost_no_more_queries(
    article: Any, reader: User, state: Callable[[Any, User], None]
) -> None:
    client = signed_in(reader)
    crowd(article, factories.reader(), threads=MANY)
    state(article, reader)
    client.get(reverse("me"))
    warm(article)
    for page in PAGES.values():
        asked = statements(client, page.format(article.get_absolute_url()))
        assert len(asked) <= MOST, "\n".join(asked)


def test_a_page_within_the_minute_writes_nothing(article: Any, reader: User) -> None:
    client, rows = signed_in(reader), Visit.objects.annotate(row=RawSQL("(ctid, xmin)::text", ())).values_list("row")
    client.get(article.get_absolute_url())
    written = list(rows.all())
    client.get(article.get_absolute_url())
    assert len(written) == 1 and list(rows.all()) == written
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    client.get(article.get_absolute_url())
    assert list(rows.all()) != written
    assert Visit.objects.get().seen_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize("asked", [{"headers": {"Sec-Purpose": "prefetch"}}, {"method": "HEAD"}], ids=str)
def test_a_page_that_nobody_reads_is_no_visit(article: Any, reader: User, asked: dict[str, Any]) -> None:
    client = signed_in(reader)
    answer = client.generic(asked.pop("method", "GET"), article.get_absolute_url(), **asked)
    assert answer.status_code == 200
    assert not Visit.objects.exists()
    client.get(article.get_absolute_url())
    assert Visit.objects.get().before_at is None


def test_who_picks_is_the_same_asked_of_one_and_of_all(db: None) -> None:
    everybody = {
        "reader": factories.reader(),
        "editor": factories.editor(),
        "moderator": factories.reader(is_staff=True),
        "gone": factories.editor(),
        "left the desk": factories.editor(),
        "administrator": factories.reader(is_staff=True, is_superuser=True),
        "root without a desk": factories.reader(is_superuser=True),
    }
    everybody["moderator"].groups.add(moderators())
    User.objects.filter(pk=everybody["gone"].pk).update(is_active=False)
    User.objects.filter(pk=everybody["left the desk"].pk).update(is_staff=False)
    may = {name for name, user in everybody.items() if may_pick(User.objects.get(pk=user.pk))}
    assert may == {"editor", "administrator"}
    assert may == {name for name, user in everybody.items() if pickers().filter(pk=user.pk).exists()}
