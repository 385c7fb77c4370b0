"""What the post does for drafts."""

from time import monotonic

from django.db.models.functions import Now

from articles.drafting.asking import KIND, name_of
from articles.drafting.digest import NothingToDraftError, digest
from articles.drafting.judging import wanting
from articles.drafting.runs import draft_of, inputs_of, recall, recipe, record
from articles.drafting.statements import Material, material_for
from articles.drafting.using import nobody_wrote, use
from articles.models import Article, GenerationRun
from articles.summaries.recipe import Recipe
from newsroom.models import User
from newsroom.outbox.claiming import Claim
from newsroom.outbox.models import State
from newsroom.outbox.working import NeedsReviewError, SupersededError, handles


@handles(KIND, called="Draft from sources")
def do_draft(claim: Claim) -> None:
    """Drafts an article from its sources; the draft goes into the working copy where that overwrites nobody's text."""
    article, material, made_by = _asked(claim)
    run = _written(claim, article, material, made_by) if made_by.model else _quoted(claim, article, material, made_by)
    if run is None:
        return
    reason = wanting(draft_of(run))
    with claim.finishing():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        reason = reason or _in_the_way(article, claim)
        if not reason:
            use(article, run, User.objects.filter(pk=claim.payload["by"]).first())
            return
        raise NeedsReviewError(f"{reason} The draft is kept: look at it, and use it if you want.")


def _asked(claim: Claim) -> tuple[Article, Material, Recipe]:
    """The article and its sources, as long as they are those that a draft was asked for."""
    article = Article.objects.filter(pk=claim.payload["article"]).first()
    if article is None:
        raise SupersededError("The article is gone.")
    material, made_by = material_for(article), recipe()
    if name_of(made_by, inputs_of(article, material)) != claim.payload["named"]:
        raise SupersededError("The sources or the provider were changed. Ask for a draft again.")
    return article, material, made_by


def _quoted(claim: Claim, article: Article, material: Material, made_by: Recipe) -> GenerationRun:
    """A digest, from the record or made now."""
    inputs = inputs_of(article, material)
    found = recall(article, made_by, inputs)
    if found:
        return found
    started = monotonic()
    try:
        draft = digest(material, article.language)
    except NothingToDraftError as error:
        raise NeedsReviewError(str(error)) from error
    spent = round(1000 * (monotonic() - started))
    by = claim.payload["by"]
    return record(article, made_by, inputs, material, draft.as_json(), milliseconds=spent, asked_by_id=by)


def _written(claim: Claim, article: Article, material: Material, made_by: Recipe) -> GenerationRun | None:
    """A model's article; None where the provider refused for good, which the job then says."""
    # A provider's packages are not everywhere.
    from articles.drafting.writing import write  # noqa: PLC0415
    from articles.summaries.plainly import RefusedForGoodError, plainly  # noqa: PLC0415

    try:
        with plainly():
            return write(article, material, made_by, f"draft-{claim.id}-{claim.attempts}", claim.payload["by"])
    except RefusedForGoodError as refused:
        claim.move(State.DEAD, finished_at=Now(), last_error=str(refused))
        return None


def _in_the_way(article: Article, claim: Claim) -> str:
    """Why a draft may not go into the working copy by itself; empty where it may."""
    if article.revision != claim.payload["revision"]:
        return "The article was changed while the draft was made."
    return "" if nobody_wrote(article) else "The article has a text already."
