"""What readers see of a discussion: each state of a thought as it is meant for them, and nothing that is meant for others."""

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Byline, Contributor
from articles.publishing import publish, withhold
from articles.related.renewing import renew
from comments.deleting import delete_thought
from comments.models import Comment, Mute, Report, Respect, Rules, State, Visit
from comments.muting import mute
from comments.picking import pick
from comments.reading.own import SAME_VISIT, own
from tests import factories
from tests.comments.crowd import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def article() -> Any:
    return factories.published()


def person(name: str) -> Any:
    """A reader whose public name is that."""
    return factories.reader(public_name=name)


def client_of(reader: Any = None) -> Client:
    client = Client()
    if reader:
        client.force_login(reader)
    return client


def page(article: Any, reader: Any = None, asked: str = "") -> str:
    return client_of(reader).get(f"{article.get_absolute_url()}{asked}").content.decode()


def tree(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False)


def shown(html: str, thought: Comment) -> Any:
    """The element in which a thought stands; None where it is not on the page."""
    return tree(html).find(f".//*[@id='thought-{thought.ref}']")


def standing(article: Any, thought: Comment) -> Any:
    """The same, as everybody sees it."""
    return shown(page(article), thought)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def acts(element: Any) -> set[str]:
    """What the links below a thought lead to."""
    found = (link.get("href").split("?reply=")[0] for link in element.iterfind(".//a[@class]") if link.get("data-act"))
    return {address.rstrip("/").rsplit("/", 1)[-1] if "/thoughts/" in address else "reply" for address in found}


def test_a_published_thought_offers_each_reader_what_they_may_do(article: Any, reader: Any) -> None:
    one = factories.thought(article, person("Ann Lee"), "Well argued.")
    Comment.objects.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    assert acts(shown(page(article), one)) == {"respect", "reply", "report"}
    assert acts(shown(page(article, reader), one)) == {"respect", "reply", "report", "mute"}
    assert acts(shown(page(article, one.author), one)) == {"reply", "delete"}
    assert acts(shown(page(article, factories.editor()), one)) >= {"pick"}
    young = factories.thought(article, one.author, "A minute old.")
    assert acts(shown(page(article, one.author), young)) == {"reply", "edit", "delete"}
    assert "AL" in words(shown(page(article), one))


def test_mine_is_marked_for_me_alone(article: Any, reader: Any) -> None:
    mine = factories.thought(article, reader)
    assert "You" in words(shown(page(article, reader), mine)).split()
    for other in (None, factories.reader()):
        assert "You" not in words(shown(page(article, other), mine)).split()


def test_respect_and_reports_are_marked_for_who_gave_them(article: Any, reader: Any) -> None:
    one = factories.thought(article, factories.reader())
    Respect.objects.create(comment=one, reader=reader)
    Report.objects.create(comment=one, reader=reader, turn=one.turn, reason="uncivil")
    own = words(shown(page(article, reader), one))
    assert "Respected 1" in own
    assert "Reported" in own
    for other in (None, factories.reader()):
        seen = words(shown(page(article, other), one))
        assert "Respect 1" in seen
        assert "Respected" not in seen
        assert "Reported" not in seen


def test_an_edited_thought_says_when(article: Any) -> None:
    one = factories.thought(article, factories.reader())
    at = timezone.now()
    Comment.objects.filter(pk=one.pk).update(edited_at=at)
    assert f"edited {at:%H:%M}" in words(shown(page(article), one))


def test_badges_name_staff_and_the_articles_author(article: Any, editor: Any) -> None:
    writer = factories.reader()
    person = Contributor.objects.create(slug="ann", name="Ann", user=writer)
    Byline.objects.create(article=article, contributor=person)
    elsewhere = factories.published()
    says = {
        who: words(standing(where, factories.thought(where, author, "Hello.")))
        for who, where, author in (
            ("author", article, writer),
            ("staff", article, editor),
            ("reader", article, factories.reader()),
            ("author elsewhere", elsewhere, writer),
        )
    }
    assert "Author" in says["author"].split()
    assert "Staff" in says["staff"].split()
    assert not {"Author", "Staff"} & {*says["reader"].split(), *says["author elsewhere"].split()}


def test_an_editors_pick_is_marked_until_it_is_taken_back(article: Any, editor: Any) -> None:
    one = factories.thought(article, factories.reader())
    pick(one, editor)
    assert "Editor’s pick" in words(shown(page(article), one))
    factories.removed(one, by=factories.editor())
    assert "Editor’s pick" not in page(article, one.author, "thoughts/?sort=newest").split("</nav>")[-1]


@pytest.mark.parametrize("below", [False, True], ids=["a thread", "a reply"])
@pytest.mark.parametrize("state", [State.PREMOD, State.WITHHELD, State.REJECTED])
def test_what_waits_or_was_removed_its_author_alone_sees_in_its_place(article: Any, state: State, below: bool) -> None:
    author = factories.reader()
    first = factories.thought(article, factories.reader(), "First.")
    held = factories.thought(article, author, "Xqzzyvoid.", first if below else None, state=state)
    last = factories.thought(article, factories.reader(), "Last.", first if below else None)
    html = page(article, author)
    order = [html.index(f'id="thought-{one.ref}"') for one in ((first, held, last) if below else (last, held, first))]
    assert order == sorted(order)
    says = words(shown(html, held))
    assert "Xqzzyvoid" in says
    expected = ("Removed", "Ask for a second look") if state == State.REJECTED else ("Waiting for a moderator",)
    assert all(word in says for word in expected)
    assert '<span class="num" data-thoughts>2</span>' in html
    for other in (None, factories.reader(), factories.editor()):
        for asked in (
            "",
            "thoughts/",
            "thoughts/?since=0",
            f"thoughts/?thread={first.ref}",
            "thoughts/?sort=respected",
        ):
            seen = page(article, other, asked)
            assert "Xqzzyvoid" not in seen
            assert held.ref not in seen


@pytest.mark.parametrize("order", ["newest", "oldest", "respected", "discussed"])
def test_an_authors_own_waiting_thread_is_on_one_page_of_each_order(article: Any, reader: Any, order: str) -> None:
    for number in range(30):
        factories.thought(article, factories.reader() if number % 10 == 0 else reader, f"{number}.")
        if number == 14:
            held = factories.thought(article, reader, "Xqzzyvoid.", state=State.PREMOD)
    client, path, seen = client_of(reader), f"{article.get_absolute_url()}thoughts/?sort={order}", 0
    while path:
        html = client.get(path).content.decode()
        seen += html.count(f'id="thought-{held.ref}"')
        more = re.search(r'<p><a class="btn btn--line" href="([^"]+)#thoughts">', html)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == 1


def test_the_author_of_a_removed_thought_reads_the_rule(article: Any) -> None:
    one = factories.removed(factories.thought(article, factories.reader(), "Fools."), rule="civil")
    says = shown(page(article, one.author), one)
    assert "Community rule 1, “Be civil”" in words(says)
    assert {link.get("href") for link in says.iterfind(".//p/a")} >= {f"/thoughts/{one.ref}/appeal/"}


def test_a_removed_thought_leaves_a_line_only_where_it_was_answered(article: Any, editor: Any) -> None:
    author = person("Nobody Knows")
    plain, answered = (factories.thought(article, author, "Xqzzyvoid.") for _ in range(2))
    reply = factories.thought(article, factories.reader(), "An answer.", answered)
    for one in (plain, answered):
        factories.removed(one, by=editor)
    html = page(article)
    assert shown(html, plain) is None
    line = shown(html, answered)
    assert words(line) == "This thought was removed for breaking the community rules."
    assert line.find("a").get("href") == "/community-rules/"
    assert "An answer." in words(shown(html, reply))
    for hidden in ("Xqzzyvoid", "Nobody Knows"):
        assert hidden not in html
    factories.removed(reply, by=editor)
    assert shown(page(article), answered) is None


def test_a_deleted_thought_leaves_a_line_only_where_it_was_answered(article: Any) -> None:
    author = person("Nobody Knows")
    plain, answered = (factories.thought(article, author, "Xqzzyvoid.") for _ in range(2))
    factories.thought(article, factories.reader(), "An answer.", answered)
    for one in (plain, answered):
        delete_thought(one)
    for reader in (None, author):
        html = page(article, reader)
        assert shown(html, plain) is None
        assert words(shown(html, answered)) == "This thought was deleted by its author."
        assert "Xqzzyvoid" not in html
    assert "Nobody Knows" not in page(article)


def test_replies_below_the_third_level_join_it_and_name_whom_they_answer(article: Any) -> None:
    people = [person(f"Reader No{number}") for number in range(6)]
    chain: list[Comment] = []
    for number, author in enumerate(people):
        chain.append(factories.thought(article, author, f"Level {number}.", chain[-1] if chain else None))
    html = page(article)
    lists = tree(html).findall(".//ol[@class='replies']")
    assert len(lists) == 2
    assert [item.get("data-thought") for item in lists[1].findall("li")] == [one.ref for one in chain[2:]]
    named = [words(shown(html, one).find("p[@class='answers']")) for one in chain]
    assert named == ["", "", "", *(f"In answer to Reader No{number}" for number in (2, 3, 4))]
    factories.removed(chain[3])
    assert "In answer to a thought that is gone" in words(shown(page(article), chain[4]))
    assert "Reader No3" not in page(article)


def test_a_muted_readers_thoughts_are_folded_for_whoever_muted(article: Any, reader: Any) -> None:
    loud = person("Loud Voice")
    one = factories.thought(article, loud, "I shout.")
    mute(reader, loud)
    html = page(article, reader)
    folded = tree(html).find(".//details[@class='folded']")
    assert words(folded.find("summary")) == "A reader you muted Show"
    assert "Unmute Loud Voice" in words(folded)
    assert folded.get("open") is None
    for other in (None, loud, factories.reader()):
        assert "folded" not in page(article, other)
    assert Mute.objects.count() == 1
    assert shown(html, one) is not None


def test_a_thought_on_a_sentence_leads_to_it_and_says_when_it_changed(article: Any) -> None:
    sentence = article.live.sentences.get(number=4)
    about = {"about_version": article.live, "about_sentence": 4, "about_text": sentence.text}
    one = factories.thought(article, factories.reader(), "Is it so?", **about)

    def link() -> Any:
        return shown(page(article), one).find(".//*[@class='about']//a")

    assert (words(link()), link().get("href")) == (sentence.text, f"{article.get_absolute_url()}#s-4")
    assert f'<span id="s-4">{sentence.text}</span>' in page(article)
    article.body = f"A sentence that is new.\n\n{article.body}"
    article.save()
    publish(article, by=None, override="Tested.")
    assert link().get("href") == f"{article.get_absolute_url()}#s-5"
    article.body = article.body.replace(sentence.text, "Another one stands here now.")
    article.save()
    publish(article, by=None, override="Tested.")
    assert words(link()) == "a sentence since changed"
    assert link().get("href") == f"{article.get_absolute_url()}versions/1/#s-4"
    assert sentence.text in words(shown(page(article), one))
    assert f'<span id="s-4">{sentence.text}' in client_of().get(link().get("href")).content.decode()


def test_a_permalink_opens_the_page_that_holds_the_thought(article: Any) -> None:
    author = factories.reader()
    old = factories.thought(article, author, "The oldest.")
    replies = [factories.thought(article, author, f"Reply {n}.", old) for n in range(70)]
    for n in range(30):
        factories.thought(article, author, f"Thread {n}.")
    for one in (old, replies[0], replies[9], replies[10], replies[69], Comment.objects.order_by("pk").last()):
        assert one
        answer = client_of().get(one.get_absolute_url())
        assert answer.url.endswith(f"#thought-{one.ref}")
        html = client_of().get(answer.url).content.decode()
        assert html.count(f'id="thought-{one.ref}"') == 1
        assert f'id="thought-{old.ref}"' in html or one.parent_id is None


def test_permalinks_of_what_is_not_public_work_for_its_author_alone(article: Any) -> None:
    author = factories.reader()
    held = factories.thought(article, author, state=State.PREMOD)
    removed = factories.removed(factories.thought(article, author))
    deleted = factories.thought(article, author)
    delete_thought(deleted)
    for one in (held, removed):
        answer = client_of(author).get(one.get_absolute_url())
        assert answer.status_code == 302
        assert "private" in answer["Cache-Control"]
        assert shown(client_of(author).get(answer.url).content.decode(), one) is not None
    for one in (held, removed, deleted):
        for other in (None, factories.reader(), factories.editor()):
            assert client_of(other).get(one.get_absolute_url()).status_code == 404
    assert client_of(author).get(deleted.get_absolute_url()).status_code == 404


def test_sixty_hostile_thoughts_are_text_on_the_page(article: Any, reader: Any) -> None:
    assert len(PAYLOADS) == 60
    for payload in PAYLOADS:
        factories.thought(article, reader, payload)
    path, seen = article.get_absolute_url(), 0
    while path:
        html = client_of(factories.reader()).get(path).content.decode()
        for say in tree(html).iterfind(".//div[@class='say']"):
            seen += 1
            for element in say.iter():
                assert element.tag in {"div", "p", "br", "a"}, element.tag
                assert not [name for name in element.attrib if name.startswith("on")]
                if element.tag == "a":
                    assert element.get("href").startswith(("http://", "https://"))
                    assert {"nofollow", "ugc", "noopener"} <= set(element.get("rel").split())
        more = re.search(r'<p><a class="btn btn--line" href="([^"]+)#thoughts">', html)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == 60


def test_hostile_names_are_text_on_the_page(article: Any) -> None:
    one = factories.thought(article, factories.reader("x", public_name='"><img src=x onerror=alert(1)>'), "Hello.")
    factories.thought(article, one.author, "Mine.", factories.thought(article, one.author, "Below.", one))
    document = tree(page(article))
    assert not [image for image in document.iter("img") if image.get("src") == "x"]


def test_nothing_of_one_reader_is_in_anothers_page(article: Any) -> None:
    one, two = person("Onlyone Person"), person("Onlytwo Person")
    public = factories.thought(article, factories.reader("Somebody"), "Here for all.")
    for reader, mark in ((one, "Xqone"), (two, "Xqtwo")):
        factories.thought(article, reader, f"{mark} waits.", state=State.PREMOD)
        Respect.objects.create(comment=public, reader=reader)
    Report.objects.create(comment=public, reader=one, turn=0, reason="spam")
    marks = {
        one.pk: {"Onlyone", "Xqone", "Reported", "Respected"},
        two.pk: {"Onlytwo", "Xqtwo", "Respected"},
        None: set[str](),
    }
    everybody = set().union(*marks.values()) | {"csrfmiddlewaretoken", one.email, two.email}
    clients = {None: client_of(), one.pk: client_of(one), two.pk: client_of(two)}
    for asked in ("", "thoughts/", "thoughts/?sort=respected", f"thoughts/?thread={public.ref}"):
        first = clients[None].get(f"{article.get_absolute_url()}{asked}").content
        for who in (one.pk, None, two.pk, one.pk, None):
            answer = clients[who].get(f"{article.get_absolute_url()}{asked}")
            html = answer.content.decode()
            allowed = marks[who] | (
                {"csrfmiddlewaretoken", one.email if who == one.pk else two.email} if who else set()
            )
            assert not {mark for mark in everybody - allowed if mark in html}, (who, asked)
            if who is None:
                assert answer.content == first
                assert not answer.cookies
                assert "s-maxage" in answer["Cache-Control"]
            else:
                assert "private" in answer["Cache-Control"]


def test_coming_back_shows_what_is_new_and_reloading_is_no_new_visit(article: Any, reader: Any) -> None:
    start = timezone.now()
    assert own(reader.pk, article.pk, start).before is None
    assert own(reader.pk, article.pk, start + timedelta(minutes=2)).before is None
    back = start + timedelta(minutes=3) + SAME_VISIT
    assert own(reader.pk, article.pk, back).before == start + timedelta(minutes=2)
    assert own(reader.pk, article.pk, back + SAME_VISIT / 2).before == start + timedelta(minutes=2)
    assert Visit.objects.count() == 1
    assert own(factories.reader().pk, article.pk, back).before is None


def test_new_thoughts_are_counted_and_marked_for_who_was_here_before(article: Any, reader: Any) -> None:
    old = factories.thought(article, factories.reader(), "Old.")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=3))
    Visit.objects.create(reader=reader, article=article, seen_at=timezone.now() - timedelta(hours=2))
    new = factories.thought(article, factories.reader(), "New one.")
    mine = factories.thought(article, reader, "Mine.")
    for _ in range(2):
        html = page(article, reader)
        assert "1 new since your last visit" in words(tree(html).find(".//div[@class='news']"))
        marked = {one for one in (old, new, mine) if "New" in words(shown(html, one).find("header")).split()}
        assert marked == {new}
    way = re.search(r'href="([^"]+since=\d+)"', html)
    assert way
    listed = client_of(reader).get(way[1]).content.decode()
    assert "New one." in listed
    assert "Old." not in listed
    assert "last visit" not in page(article)
    assert "last visit" not in page(article, factories.reader())


def test_a_page_fetched_ahead_or_asked_for_its_head_is_no_visit(article: Any, reader: Any) -> None:
    client = client_of(reader)
    client.get(article.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    client.head(article.get_absolute_url())
    assert not Visit.objects.exists()


def test_news_are_the_same_for_everybody_and_may_be_kept(article: Any, reader: Any) -> None:
    address = f"{article.get_absolute_url()}thoughts/news.json"
    first = factories.thought(article, factories.reader())
    factories.thought(article, reader, state=State.PREMOD)
    since = re.search(r'data-since="(\d+)"', page(article, None, "thoughts/"))
    assert since
    answers = [client_of(who).get(address, {"since": since[1]}) for who in (None, reader)]
    assert [answer.json() for answer in answers] == [{"count": 0, "more": False, "newest": ""}] * 2
    for answer in answers:
        assert "s-maxage=4" in answer["Cache-Control"]
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
    newest = factories.thought(article, reader, "Newest.", first)
    assert client_of().get(address, {"since": since[1]}).json() == {"count": 1, "more": False, "newest": newest.ref}
    part = client_of().get(f"{article.get_absolute_url()}thoughts/", {"since": since[1], "part": "1"})
    assert re.findall(r'data-thought="(\w+)" data-answers="(\w+)"', part.content.decode()) == [(newest.ref, first.ref)]
    assert int(part["X-Newest"]) > int(since[1])
    for nonsense in ("", "x", "-1", "9" * 30):
        assert client_of().get(address, {"since": nonsense}).status_code == 400
    withhold(article)
    assert client_of().get(address, {"since": "0"}).status_code == 404


def test_the_page_of_an_article_has_no_script_for_thoughts_where_nobody_is_signed_in(article: Any, reader: Any) -> None:
    factories.thought(article, reader)
    assert "thoughts.js" not in page(article)
    assert "thoughts.js" in page(article, reader)


def test_cards_say_how_many_thoughts_there_are_in_one_query(client: Client, reader: Any, editor: Any) -> None:
    story = factories.story()
    loose, angles = [factories.published() for _ in range(2)], [factories.published(story=story) for _ in range(3)]
    for one, other in (loose, angles[:2]):
        for article, number in ((one, 1), (other, 2)):
            for _ in range(number):
                factories.thought(article, reader)
            factories.thought(article, reader, state=State.PREMOD)
    for article in (*loose, *angles):
        renew(article.pk)
    for path in ("/", "/sections/world/", "/search/?q=harbour", story.get_absolute_url(), angles[2].get_absolute_url()):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            html = client.get(path).content.decode()
        counts = [query for query in asked.captured_queries if "unnest" in query["sql"] and "tally" in query["sql"]]
        assert len(counts) == 1, path
        metas = {words(meta) for meta in tree(html).iterfind(".//p[@class='meta']")}
        assert any("1 thought" in meta and "1 thoughts" not in meta for meta in metas), path
        assert any("2 thoughts" in meta for meta in metas), path
        assert "0 thoughts" not in html
        assert "<!--beside" not in html
    factories.removed(loose[0].thoughts.filter(state="none").get(), by=editor)
    assert "1 thought<" not in client.get("/sections/world/").content.decode()


def test_the_front_page_shows_what_is_discussed_and_what_was_picked(client: Client, reader: Any, editor: Any) -> None:
    assert "Most discussed" not in client.get("/").content.decode()
    quiet, loud, hidden = (factories.published(f"Headline number {n} of the day") for n in range(3))
    for one, number in ((quiet, 1), (loud, 2), (hidden, 3)):
        thoughts = [factories.thought(one, reader, f"Said of {n} and <b>{one.pk}</b>.") for n in range(number)]
        pick(thoughts[0], editor)
    withhold(hidden)
    document = tree(client.get("/").content.decode())
    ranked = [words(item) for item in document.iterfind(".//ol[@class='ranked']/li")]
    assert [line.split(" thought")[0][-1] for line in ranked] == ["2", "1"]
    quoted = [words(quote) for quote in document.iterfind(".//blockquote[@class='pull']")]
    assert quoted == [f"Said of 0 and <b>{one.pk}</b>." for one in (loud, quiet)]


def test_fifty_thoughts_for_a_signed_in_reader_cost_few_queries(article: Any, reader: Any) -> None:
    other = factories.reader()
    crowd(article, other, threads=50)
    one = Comment.objects.filter(article=article).first()
    assert one
    for _ in range(30):
        factories.thought(article, other, "A reply.", one)
    client, spent = client_of(reader), []
    for _ in range(3):
        client.get(article.get_absolute_url())
    for _ in range(10):
        begun = time.process_time()
        client.get(article.get_absolute_url())
        spent.append(1000 * (time.process_time() - begun))
    with CaptureQueriesContext(connection) as asked:
        client.get(article.get_absolute_url())
    print(f"{len(asked)} queries, {sorted(spent)[5]:.1f} ms of this process (test client included)")
    assert len(asked) <= 8, [query["sql"][:150] for query in asked.captured_queries]


@pytest.mark.parametrize("path", ["", "thoughts/", "thoughts/?thread={ref}", "thoughts/?since=0&part=1"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_closed_discussion_offers_no_answer(article: Any, reader: Any, path: str, signed_in: bool) -> None:
    first = factories.thought(article, factories.reader(), "First.")
    factories.thought(article, reader, "An answer to it.", first)
    client = client_of(reader if signed_in else None)
    address = f"{article.get_absolute_url()}{path.format(ref=first.ref)}"
    assert 'data-act="reply"' in client.get(address).content.decode()
    Rules.objects.create(article=article, closed=True)
    closed = client.get(address).content.decode()
    assert "An answer to it." in closed
    assert 'data-act="reply"' not in closed
    assert "?reply=" not in closed
