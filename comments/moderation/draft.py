"""What the phases of moderation look at, and what they say."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import NotRequired, TypedDict

from articles.models import Article
from comments.models import Comment, State, Thresholds
from comments.moderation.facts import Facts, facts_of
from comments.moderation.record import Record
from comments.rules import Conversation, conversation, thresholds
from newsroom.models import User


class Grounds(TypedDict):
    """Why a phase stopped a thought: a sentence, and the span of the body whose words did it, where words did."""

    says: str
    start: NotRequired[int]
    end: NotRequired[int]


@dataclass(frozen=True)
class Draft:
    """A thought before it is posted, or a posted one with the text it shall have; the body is cleaned."""

    article: Article
    author: User
    body: str
    parent: Comment | None = None
    editing: Comment | None = None
    sent_from: str | None = None
    key: uuid.UUID | None = None

    @cached_property
    def facts(self) -> Facts:
        """What is known about it, its author and its article."""
        editing = self.editing.pk if self.editing else None
        known = (self.author.pk, self.article.pk, self.body)
        return facts_of(*known, address=self.sent_from, key=self.key, editing=editing)

    @cached_property
    def conversation(self) -> Conversation:
        """How the conversation is run that it belongs to."""
        return conversation(self.article, self.facts.rules)

    @property
    def record(self) -> Record:
        """What moderators decided on its author's thoughts so far."""
        return Record(self.facts.approved, self.facts.states.count(State.REJECTED))

    @cached_property
    def thresholds(self) -> Thresholds:
        """When the phases hold a thought."""
        return thresholds(self.facts.thresholds)


@dataclass(frozen=True)
class Verdict:
    """What a phase decided: the state that the thought gets, and why."""

    state: State
    grounds: list[Grounds] = field(default_factory=list)


@dataclass(frozen=True)
class Screening:
    """How a thought came through all phases: its state, and the phase that decided it, if one did."""

    state: State
    phase: str = ""
    grounds: list[Grounds] = field(default_factory=list)
