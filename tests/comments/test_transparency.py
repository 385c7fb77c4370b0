"""Statements of reasons leave as the transparency database takes them: every field, and nothing of anybody."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from comments.models import Penalty, Report, State, Word
from comments.moderation.house_rules import RULES
from comments.moderation.penalties import penalise
from comments.notices import decide_notice, file_notice
from comments.posting import post_thought
from tests import factories
from tests.comments.moderating import approved, moderator, removed, thought_in

pytestmark = pytest.mark.django_db
SCHEMA: dict[str, Any] = json.loads((Path(settings.BASE_DIR) / "static" / "schemas" / "statements.json").read_text())


def exported(tmp_path: Path, *more: str) -> list[dict[str, Any]]:
    file = tmp_path / "statements.json"
    call_command("export_statements", str(file), *more, stdout=StringIO())
    record = json.loads(file.read_text())
    faults = Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(record)
    assert [f"{list(fault.absolute_path)}: {fault.message}" for fault in faults] == []
    found: list[dict[str, Any]] = record["statements"]
    return found


def test_a_removal_by_each_rule_is_a_valid_statement(tmp_path: Path) -> None:
    article = factories.published()
    decisions = [removed(thought_in(State.NONE, article), rule=rule) for rule in RULES]
    approved(thought_in(State.WITHHELD, article))
    found = exported(tmp_path)
    assert [one["puid"] for one in found] == [decision.ref for decision in decisions]
    for one in found:
        assert one["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
        assert one["source_type"] == "SOURCE_VOLUNTARY"
        assert (one["automated_detection"], one["automated_decision"]) == ("No", "AUTOMATED_DECISION_NOT_AUTOMATED")
        assert len(one["territorial_scope"]) == 30
    assert found[0]["incompatible_content_ground"].startswith("Community rule 1")


@pytest.mark.parametrize("kind", Penalty.Kind)
def test_each_penalty_is_a_valid_statement(tmp_path: Path, kind: str) -> None:
    until = timezone.now() + timedelta(days=3) if kind == Penalty.Kind.SUSPENSION else None
    penalise(removed(thought_in(State.NONE)), kind, by=moderator(), until=until)
    _, penalty = exported(tmp_path)
    assert ("end_date_service_restriction" in penalty) == (until is not None)
    assert {"decision_provision", "decision_visibility_other"} & set(penalty)


def test_who_or_what_pointed_to_it_is_told_apart(tmp_path: Path) -> None:
    article = factories.published()
    reported = thought_in(State.NONE, article)
    Report.objects.create(comment=reported, reader=factories.reader(), turn=0, reason="spam")
    reported.refresh_from_db()
    removed(reported)
    noticed = thought_in(State.NONE, article)
    address = f"http://testserver{noticed.get_absolute_url()}"
    notice = file_notice(
        address, "It calls for arson.", child_abuse=False, name="Ida", email="ida@example.org", sent_from=None
    )
    decide_notice(notice, True, by=moderator(), explanation="It calls for arson.", law="Section 126")
    Word.objects.create(text="popinjay", kind="banned")
    import uuid

    post_thought(article, factories.reader(), "You popinjay.", uuid.uuid4())
    by_readers, by_notice, by_program = exported(tmp_path)
    assert by_readers["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert by_notice["source_type"] == "SOURCE_ARTICLE_16"
    assert (by_notice["decision_ground"], by_notice["illegal_content_legal_ground"]) == (
        "DECISION_GROUND_ILLEGAL_CONTENT", "Section 126",
    )  # fmt: skip
    assert (by_program["automated_detection"], by_program["automated_decision"]) == ("Yes", "AUTOMATED_DECISION_FULLY")


def test_nobody_and_nothing_that_was_said_stands_in_it(tmp_path: Path) -> None:
    author, by = factories.reader("AnnAuthor"), moderator("MiaModerator")
    comment = thought_in(State.NONE, author=author, body="Xqzzyvoid.")
    removed(comment, by=by)
    text = json.dumps(exported(tmp_path))
    for hidden in ("Ann", "Mia", "Xqzzyvoid", comment.ref, str(author.mark), str(by.mark), author.email):
        assert hidden not in text


def test_long_reasons_are_cut_to_what_the_database_takes_and_since_a_day_only_the_later_ones_come(
    tmp_path: Path,
) -> None:
    removed(thought_in(State.NONE), explanation="a" * 9000)
    (one,) = exported(tmp_path, "--since", f"{timezone.now():%Y-%m-%d}")
    assert len(one["incompatible_content_explanation"]) == 2000
    assert exported(tmp_path, "--since", "2100-01-01") == []
    with pytest.raises(CommandError, match="is no day"):
        exported(tmp_path, "--since", "yesterday")
    with pytest.raises(CommandError, match="choose another"):
        call_command("export_statements", str(tmp_path / "nowhere" / "x.json"))


def test_a_faulty_statement_does_not_validate(tmp_path: Path) -> None:
    removed(thought_in(State.NONE))
    (one,) = exported(tmp_path)
    valid = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    frame = {"$schema": "http://testserver/x"}
    assert valid.is_valid(frame | {"statements": [one]})
    for name in one:
        if name not in {"decision_ground_reference_url", "incompatible_content_illegal"}:
            assert not valid.is_valid(frame | {"statements": [{k: v for k, v in one.items() if k != name}]}), name
    assert not valid.is_valid(frame | {"statements": [one | {"email": "x"}]})
