"""What people who measure the newsroom are promised: its own code, one answer a line, and clear words for bad files."""

import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

TEXT = (
    "The council voted on Monday to build a sea wall around the harbour. Engineers warned that the wall may not hold.\n"
    "The wall will cost 40 million dollars. Fishermen fear for the harbour. A petition has 2,000 signatures."
)


def evaluate(source, target, *arguments, stdout=None):
    call_command(
        "evaluate", "summaries", f"--input={source}", f"--output={target}", *arguments, stdout=stdout or io.StringIO()
    )


def written(path, *lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def row(**fields):
    return json.dumps(fields)


def answers(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_line_gets_its_three_sentences_word_for_word_in_the_order_of_the_file(tmp_path):
    source = written(
        tmp_path / "in.jsonl", row(id="b", text=TEXT), "", row(id="a", text="Sole sentence."), row(id=3, text="")
    )
    evaluate(source, tmp_path / "out.jsonl")
    found = answers(tmp_path / "out.jsonl")
    assert [answer["id"] for answer in found] == ["b", "a", 3]
    assert [len(answer["sentences"]) for answer in found] == [3, 1, 0]
    places = [TEXT.index(sentence) for sentence in found[0]["sentences"]]
    assert places == sorted(places)
    assert not any("\n" in sentence for sentence in found[0]["sentences"])


def test_another_number_of_sentences_can_be_asked_for(tmp_path):
    evaluate(written(tmp_path / "in.jsonl", row(id="a", text=TEXT)), tmp_path / "out.jsonl", "--sentences=4")
    assert len(answers(tmp_path / "out.jsonl")[0]["sentences"]) == 4


@pytest.mark.parametrize("number", ["0", "-1", "two", "²", ""])
def test_a_number_of_sentences_that_is_none_is_refused(tmp_path, number):
    with pytest.raises(CommandError, match="give 1 or more"):
        evaluate(written(tmp_path / "in", row(id="a", text=TEXT)), tmp_path / "out", f"--sentences={number}")


def test_files_that_end_in_gz_are_compressed(tmp_path):
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress((row(id="ü", text=TEXT) + "\n").encode()))
    evaluate(tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl.gz")
    with gzip.open(tmp_path / "out.jsonl.gz", "rt", encoding="utf-8") as file:
        assert json.loads(file.read())["id"] == "ü"


def test_text_that_utf8_cannot_hold_is_answered_all_the_same(tmp_path):
    source = written(tmp_path / "in.jsonl", '{"id": "\\ud800", "text": "Half \\ud800 of a pair stood in this text."}')
    evaluate(source, tmp_path / "out.jsonl")
    assert answers(tmp_path / "out.jsonl") == [
        {"id": "\ud800", "sentences": ["Half \ud800 of a pair stood in this text."]}
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([row(id="a", text="x"), '{"id": "b"}'], r'line 2: "text" is missing'),
        ([row(text="x")], r'line 1: "id" is missing'),
        ([row(id="a", text=["x"])], r'line 1: "text" is missing or no text'),
        ([row(id="a", text="x"), "", "{'id'}"], r"line 3: this is not JSON .*one object a line"),
        (["[" * 100_000], r"line 1: this is not JSON"),
        (["[1]"], r"line 1: this is no JSON object"),
        ([row(id="a", text="x"), row(id="b", text="x"), row(id="a", text="x")], r"line 3: .* on line 1 already"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_number_and_the_remedy_before_anything_is_written(tmp_path, lines, message):
    source = written(tmp_path / "in.jsonl", *lines)
    with pytest.raises(CommandError, match=message) as refusal:
        evaluate(source, tmp_path / "out.jsonl")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.jsonl", b"\xff\xfe{}", "not UTF-8"),
        ("in.jsonl.gz", b"plain text", "broken gzip data"),
        ("in.jsonl.gz", gzip.compress(row(id="a", text=TEXT).encode(), mtime=0)[:-20], "broken gzip data"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_from_a_bad_line(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=message):
        evaluate(tmp_path / name, tmp_path / "out.jsonl")


def test_missing_files_and_folders_are_named(tmp_path):
    source = written(tmp_path / "in.jsonl", row(id="a", text=TEXT))
    with pytest.raises(CommandError, match=r"none\.jsonl cannot be read"):
        evaluate(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(CommandError, match="cannot be written"):
        evaluate(source, tmp_path / "none" / "out.jsonl")
    with pytest.raises(CommandError, match="same file"):
        evaluate(source, source)
    assert source.read_text(encoding="utf-8")


def test_an_unknown_subject_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(CommandError, match="summaries"):
        call_command("evaluate", "weather", "--input=a", "--output=b")


class Terminal(io.StringIO):
    """A stream at which a person looks."""

    def isatty(self):
        return True


def test_progress_is_a_bar_on_a_terminal_and_plain_lines_elsewhere(tmp_path):
    source = written(tmp_path / "in.jsonl", *(row(id=str(number), text=TEXT) for number in range(20)))
    terminal, log = Terminal(), io.StringIO()
    evaluate(source, tmp_path / "out.jsonl", stdout=terminal)
    evaluate(source, tmp_path / "out.jsonl", stdout=log)
    assert terminal.getvalue().startswith("\r")
    assert "█" in terminal.getvalue()
    assert "20 of 20" in terminal.getvalue()
    assert "\r" not in log.getvalue()
    assert log.getvalue().splitlines()[-1].startswith("summaries: 20 of 20")
