"""Asking for a draft: an article's sources, as they were read, go to whoever drafts."""

from articles.drafting.digest import NothingToDraftError
from articles.drafting.runs import inputs_of, recall, recipe
from articles.drafting.statements import material_for
from articles.models import Article, GenerationRun
from articles.models.source import hash_text
from articles.summaries.recipe import Recipe
from articles.summaries.runs import Inputs
from newsroom.models import User
from newsroom.outbox.models import Job, State
from newsroom.outbox.posting import post, try_again

KIND = "draft"


def ask_for_draft(article: Article, by: User | None) -> bool:
    """Posts the drafting of an article from its sources, once for the same texts; says whether anything was posted.

    A draft that failed before anything was made is tried again. Raises NothingToDraftError where no source has a text.
    """
    material, made_by = material_for(article), recipe()
    if not material.documents:
        raise NothingToDraftError("No linked source has a text yet. Paste or upload one, or have its address read.")
    inputs = inputs_of(article, material)
    key = f"{article.pk}:{name_of(made_by, inputs)}"
    job = Job.objects.filter(kind=KIND, key=key).first()
    if job and job.state == State.SUPERSEDED:  # the sources were changed and changed back
        key, job = f"{key}:{article.revision}", None
    if job and job.state in {State.DEAD, State.NEEDS_REVIEW}:
        return recall(article, made_by, inputs) is None and try_again(job)
    return post(
        KIND,
        key,
        subject=f"article:{article.pk}",
        lane=made_by.lane,
        article=article.pk,
        named=name_of(made_by, inputs),
        revision=article.revision,
        by=by.pk if by else None,
    )


def name_of(made_by: Recipe, inputs: Inputs) -> str:
    """What makes a draft this draft: who makes it, how, and from which texts; hashed."""
    return hash_text(f"{made_by.provider} / {made_by.name} / {inputs.hash}")


def latest_run(article: Article) -> GenerationRun | None:
    """The draft that was made last."""
    return article.runs.filter(kind=GenerationRun.Kind.DRAFT).first()
