"""Which recipe makes key points: the article's own sentences, or a provider's model with a prompt of ours."""

from dataclasses import dataclass

from articles.models import ArticleVersion
from newsroom.llm.wire import configured
from newsroom.outbox.models import Lane

# A summary must be shorter than what it sums up: below so many sentences nobody is asked, and sentences are chosen.
FEWEST_SENTENCES = 6
# What `Summary.recipe` holds, with the name of a prompt behind it.
MODEL_LIMIT = 50


@dataclass(frozen=True)
class Recipe:
    """Who makes key points and how; `method` is a prompt's name with its version, or that of a method of our own."""

    provider: str
    model: str
    method: str

    @property
    def name(self) -> str:
        """As it stands with a summary."""
        return f"{self.model[:MODEL_LIMIT]}, {self.method}" if self.model else self.method

    @property
    def lane(self) -> Lane:
        """Where its jobs wait: what calls a provider is slow."""
        return Lane.PROVIDER if self.model else Lane.DESK


OWN_SENTENCES = Recipe("extractive", "", "sentence centrality, 1")
PROMPT = "key_points.v1"


def current() -> Recipe:
    """The recipe of the settings."""
    wire = configured()
    return Recipe(wire.provider, wire.model, PROMPT) if wire else OWN_SENTENCES


def recipe_for(version: ArticleVersion) -> Recipe:
    """The recipe for one version: a very short text gets sentences of its own whatever the settings say."""
    recipe = current()
    if recipe.model and not version.sentences.filter(number=FEWEST_SENTENCES).exists():
        return OWN_SENTENCES
    return recipe
