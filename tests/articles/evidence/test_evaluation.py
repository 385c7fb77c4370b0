"""What people who measure the newsroom's judgement are promised: one answer a line, by the product's own scorer."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.evidence import Library
from articles.evidence.judging import THRESHOLD

SOURCE = "The council voted on Monday to build a sea wall.\nIt will cost 40 million dollars."
ROWS = [
    {"id": "a", "claim": "The council voted to build a sea wall.", "source": SOURCE},
    {"id": "b", "claim": "The council voted to build a sea wall. It will cost 90 million dollars.", "source": SOURCE},
    {"id": 3, "claim": "", "source": ""},
    {"id": "d", "claim": "Half \ud800 of a pair.", "source": "Nothing."},
]


def evaluated(path, rows):
    source, target = path / "in.jsonl", path / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    call_command("evaluate", "support", f"--input={source}", f"--output={target}", stdout=io.StringIO())
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_each_claim_gets_a_score_and_the_newsrooms_own_decision(tmp_path):
    answers = evaluated(tmp_path, ROWS)
    assert [answer["id"] for answer in answers] == ["a", "b", 3, "d"]
    assert [answer["flag"] for answer in answers] == [1, 0, 0, 0]
    assert all(0 <= answer["score"] <= 1 for answer in answers)
    assert all(answer["flag"] == (answer["score"] >= THRESHOLD) for answer in answers)


def test_the_score_is_the_one_that_proposes_evidence(tmp_path):
    (answer, *_) = evaluated(tmp_path, ROWS)
    assert answer["score"] == pytest.approx(Library([SOURCE]).support(ROWS[0]["claim"]).score)


def test_a_line_without_a_source_is_refused(tmp_path):
    with pytest.raises(CommandError, match='"source" is missing'):
        evaluated(tmp_path, [{"id": "a", "claim": "x"}])
