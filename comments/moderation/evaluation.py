"""The letters page's own judgement of texts that are not its own: what `evaluate spam` and `evaluate toxicity` answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from comments.moderation import spam, toxicity
from comments.moderation.judging import Verdict


def evaluate_spam(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """How likely each text is advertising, 0 to 1, and whether it would wait for a person: `{id, score, flag}`."""
    return _answers(rows, spam.judge)


def evaluate_toxicity(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """How likely each text is hostile, 0 to 1, and whether it would wait for a person: `{id, score, flag}`.

    Measured: AUROC .77 on 4,427 comments on news, where people had marked the hostile and antagonising ones, and .65 on the
    1,813 cases of HateCheck (Röttger and others, 2021); neither set trained anything.
    """
    return _answers(rows, toxicity.judge)


def _answers(rows: Iterable[Mapping[str, Any]], judge: Callable[[str], Verdict]) -> Iterator[dict[str, Any]]:
    """Rows are `{id, text}`; one answer each, in the same order."""
    for row in rows:
        verdict = judge(row["text"])
        yield {"id": row["id"], "score": verdict.score, "flag": int(verdict.flag)}
