"""Reviewing: a person compares a text with its sources and decides each flagged sentence, on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from articles import gate
from articles.backing import linked_documents
from articles.checking import quick, recalled
from articles.freezing import hash_of
from articles.gate import Finding, Proof, Reading
from articles.gate.evidence import NAME as EVIDENCE
from articles.models import Article, Backing, Decision, Opening, Review, SourceDocument
from articles.models.source import hash_text
from newsroom.models import User

REASON_LIMIT = 1000
QUESTIONS = {
    "accuracy": "I compared the text with its sources.",
    "sources": "The sources are fit to rest on.",
    "could_reject": "I was free to change or reject the text.",
}
# Names a finding for as long as its sentence stands: the sentence's hash, the check, the words.
Key = tuple[str, str, str]


class NotReviewedError(ValueError):
    """A step of a review is not possible; the message tells the reviewer why and what to do."""


@dataclass
class ReviewIncompleteError(Exception):
    """A review can not be finished yet: `missing` says in sentences what it lacks."""

    missing: list[str]

    def __str__(self) -> str:
        return " ".join(self.missing)


@dataclass(frozen=True)
class Remaining:
    """What one person has still to do on one text."""

    unopened: Sequence[Reading]
    """Linked texts that they did not open."""
    undecided: Sequence[Finding]
    """Findings on sentences that they did not decide."""
    comparable: bool = True
    """Whether anything is linked that a text can be compared with: a text as read, or own reporting."""

    def sentences(self) -> list[str]:
        """The same for the reviewer to read; empty when all is done."""
        nothing = "No text of a source is linked, so there is nothing to compare with. Link one with its text as read."
        return [
            *([] if self.comparable else [nothing]),
            *(f"Source {reading.number} ({reading.publisher}) is not opened yet." for reading in self.unopened),
            *(f"“{finding.text}” is not decided yet ({finding.check})." for finding in self.undecided),
        ]


@dataclass(frozen=True)
class UnderReview:
    """A working copy as it stands, with what one person opened and what anybody decided."""

    article: Article
    by: User
    content_hash: str
    proof: Proof
    opened: frozenset[int]
    """The ids of the texts that this person opened."""
    decisions: Sequence[Decision]
    """On this article, by anybody, oldest first."""
    backings: Sequence[Backing]
    """The passages proposed, accepted and rejected for this article's sentences, from texts that are still linked."""

    @cached_property
    def on_record(self) -> list[Finding] | None:
        """What the gate said of exactly this text; None where nothing is on record."""
        return recalled(self.article, self.content_hash)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the gate says of a text, asked when it is wanted; of a long text only what is on record."""
        if self.on_record is not None:
            return self.on_record
        return gate.run(self.proof) if quick(self.proof) else []

    @cached_property
    def is_checked(self) -> bool:
        """False while the post is still checking a long text: nothing can be decided or finished before."""
        return self.on_record is not None or quick(self.proof)

    @cached_property
    def flagged(self) -> list[Finding]:
        """The findings that a reviewer has to decide: those on sentences.

        That no passage was found needs no decision where the desk has put or accepted one.
        """
        backed = {row.sentence_hash for row in self.backings if row.state == Backing.State.ACCEPTED}
        on_sentences = [finding for finding in self.findings if finding.text]
        return [one for one in on_sentences if one.check != EVIDENCE or hash_text(one.text) not in backed]

    @cached_property
    def decided(self) -> dict[Key, list[Decision]]:
        """The decisions on each finding, by anybody."""
        found: dict[Key, list[Decision]] = {}
        for made in self.decisions:
            found.setdefault((made.sentence_hash, made.check_name, made.words), []).append(made)
        return found

    def own_decision(self, finding: Finding) -> Decision | None:
        """What this person decided; it holds for later texts in which the sentence stands as it did."""
        return next((made for made in self.decided.get(key_of(finding), []) if made.by_id == self.by.pk), None)

    @cached_property
    def texts(self) -> list[Reading]:
        """The linked texts that a review has to open."""
        return [reading for reading in self.proof.readings if reading.document]

    @cached_property
    def remaining(self) -> Remaining:
        """What is still to do."""
        return Remaining(
            unopened=[reading for reading in self.texts if reading.document not in self.opened],
            undecided=[finding for finding in self.flagged if not self.own_decision(finding)],
            comparable=bool(self.proof.texts) or any(reading.own for reading in self.proof.readings),
        )


def key_of(finding: Finding) -> Key:
    """What a decision names a finding by."""
    return hash_text(finding.text), finding.check, finding.words


def under_review(article: Article, by: User) -> UnderReview:
    """The working copy as it stands, before this person; raises BodyError."""
    content_hash = hash_of(article)
    proof = gate.pull(article, content_hash=content_hash)
    documents = [reading.document for reading in proof.readings if reading.document]
    return UnderReview(
        article=article,
        by=by,
        content_hash=content_hash,
        proof=proof,
        opened=frozenset(Opening.objects.filter(article=article, by=by).values_list("document_id", flat=True)),
        decisions=list(Decision.objects.filter(article=article).select_related("by")),
        backings=list(Backing.objects.filter(article=article, document__in=documents).select_related("by")),
    )


def remaining(article: Article, by: User) -> Remaining:
    """Which linked texts this person did not open, and which flagged sentences they did not decide."""
    return under_review(article, by).remaining


def open_source(article: Article, document: SourceDocument, by: User) -> bool:
    """Records that the reviewer opened a linked text; says whether it was the first time. Raises NotReviewedError."""
    if document.pk not in linked_documents(article):
        raise NotReviewedError("This text is no longer linked under the article, or was read anew.")
    return Opening.objects.get_or_create(article=article, document=document, by=by)[1]


def decide(article: Article, finding: Finding | Key, reason: str, by: User) -> Decision:
    """A flagged sentence may stand as it is, and why; on record as it was first said. Raises NotReviewedError."""
    key = key_of(finding) if isinstance(finding, Finding) else finding
    reason = reason.strip()
    if not reason:
        raise NotReviewedError("Say why the sentence may stand, or change the sentence.")
    if len(reason) > REASON_LIMIT:
        raise NotReviewedError(f"The reason has {len(reason):,} characters; {REASON_LIMIT:,} are enough.")
    if key not in {key_of(flagged) for flagged in under_review(article, by).flagged}:
        raise NotReviewedError("The checks no longer find this, or the sentence was changed meanwhile.")
    named = dict(zip(("sentence_hash", "check_name", "words"), key, strict=True))
    return Decision.objects.get_or_create(article=article, by=by, **named, defaults={"reason": reason})[0]


@transaction.atomic
def finish(
    article: Article, by: User, *, accuracy: bool, sources: bool, could_reject: bool, content_hash: str = ""
) -> Review:
    """A review of exactly the text as it stands, or of `content_hash` as the reviewer saw it; twice is once.

    Counts only when this person opened every linked text, decided every flagged sentence and answered the three
    questions yes. Raises ReviewIncompleteError.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    desk = under_review(article, by)
    done = Review.objects.filter(article=article, content_hash=desk.content_hash, by=by).first()
    if done:
        return done
    missing = desk.remaining.sentences()
    if not desk.is_checked:
        missing.append("The checks are still reading the text. Finish when they are done.")
    if content_hash and content_hash != desk.content_hash:
        missing.append("The text or its sources were changed while you read. Look at what is new, then finish.")
    answers = {"accuracy": accuracy, "sources": sources, "could_reject": could_reject}
    missing += [f"Not answered yes: {QUESTIONS[name]}" for name, yes in answers.items() if not yes]
    if missing:
        raise ReviewIncompleteError(missing)
    return Review.objects.create(article=article, content_hash=desk.content_hash, by=by, **answers)


def review_record(article: Article, content_hash: str) -> dict[str, Any]:
    """What a version keeps of the review of exactly this text: who, when, what they opened and decided; empty without one."""
    review = Review.objects.filter(article=article, content_hash=content_hash).select_related("by").first()
    if review is None:
        return {}
    openings = Opening.objects.filter(article=article, by=review.by).select_related("document__source")
    decisions = Decision.objects.filter(article=article, by=review.by)
    return {
        "reviewed_by": review.by,
        "reviewed_at": review.at,
        "review": {
            "by": str(review.by),
            "at": review.at.isoformat(),
            "opened": [
                {
                    "source": str(opening.document.source),
                    "sha256": opening.document.sha256,
                    "at": opening.at.isoformat(),
                }
                for opening in openings
            ],
            "decisions": [
                {
                    "sentence_sha256": decision.sentence_hash,
                    "check": decision.check_name,
                    "words": decision.words,
                    "reason": decision.reason,
                    "at": decision.at.isoformat(),
                }
                for decision in decisions
            ],
            "answers": {
                "accuracy": review.accuracy,
                "sources": review.sources,
                "could_reject": review.could_reject,
            },
        },
    }
