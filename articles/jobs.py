"""What the post does for the paper after a commit."""

from django.db import transaction
from django.db.models.functions import Now
from django.urls import get_resolver
from django.utils import timezone

from articles import gate, purging, reconciling  # noqa: F401 - reconciling: imported for its effect, what is missing is posted
from articles.evidence.library import Library
from articles.evidence.proposing import proposals_for_draft, proposals_for_version
from articles.feeds import hub
from articles.freezing import hash_of
from articles.laying_out import lay_out
from articles.models import (
    Article,
    ArticleVersion,
    Backing,
    Evidence,
    GateRun,
    Image,
    SourceDocument,
    State,
    Summary,
)
from articles.pictures import make_renditions
from articles.related.embeddings import embed
from articles.related.neighbours import relate
from articles.search.words import post_words
from articles.stories.jobs import post_stories
from articles.summaries.recipe import OWN_SENTENCES, Recipe, current, recipe_for
from articles.summaries.storing import judged
from articles.summaries.summarize import summarize
from newsroom import llm
from newsroom.outbox import models as outbox
from newsroom.outbox.claiming import Claim, LostLeaseError
from newsroom.outbox.posting import post
from newsroom.outbox.preparing import prepares
from newsroom.outbox.working import SupersededError, handles

# What is about one version, and pointless once another is public.
OF_A_VERSION = ("summary", "neighbours", "evidence")
UNFINISHED = (outbox.State.PENDING, outbox.State.RETRY, outbox.State.NEEDS_REVIEW, outbox.State.DEAD)
APPROVAL = "An editor has to approve the key points."


@prepares(outbox.Lane.PROVIDER)
def to_ask() -> None:
    """A provider's client, and what its answers are judged with."""
    llm.load()
    to_read()


@prepares(outbox.Lane.DESK)
def to_lay_out() -> None:
    """Vectors, what evidence is found with, and the addresses that pages link to."""
    embed(["Crews met."])
    to_read()
    get_resolver().url_patterns  # noqa: B018 - read for its effect


def to_read() -> None:
    """Languages and their lexicons."""
    Library(["Crews met on Monday."]).support("Crews met.")


def post_for(version: ArticleVersion) -> None:
    """Posts what a fresh version needs: a summary, neighbours, evidence, word to the hub, its picture at smaller widths."""
    end_for(version.article)
    subject = f"article:{version.article_id}"
    post_summary(version)
    post("neighbours", f"{version.pk}", subject=subject, version=version.pk)
    post("evidence", f"{version.pk}", subject=subject, version=version.pk)
    hub.post_ping(version)
    if version.article.published_at and version.article.published_at > timezone.now():
        # What a shared cache keeps when the embargo ends does not know of the article yet.
        purging.post_purge(version.article, due=version.article.published_at)
    if version.hero_id:
        post("renditions", f"{version.hero_id}", subject=f"image:{version.hero_id}", image=version.hero_id)


def post_summary(version: ArticleVersion, again: str = "", asked_by: int | None = None) -> bool:
    """Posts the key points of a version, once a recipe; `again` names an order to make them anew. Says if it was new."""
    recipe = current()
    return post(
        "summary",
        f"{version.pk}:{recipe.name}{again and f':{again}'}",
        subject=f"article:{version.article_id}",
        lane=recipe.lane,
        version=version.pk,
        asked_by=asked_by or version.published_by_id,
    )


def end_for(article: Article) -> int:
    """Ends what waits for an older version, or for an article that readers no longer see; returns how many jobs."""
    waiting = outbox.Job.objects.filter(subject=f"article:{article.pk}", kind__in=OF_A_VERSION, state__in=UNFINISHED)
    reason = "A newer version is public, or none."
    return waiting.update(state=outbox.State.SUPERSEDED, finished_at=Now(), last_error=reason)


def post_for_draft(article: Article) -> None:
    """Posts what a saved working copy needs: the gate's findings, and passages proposed for its sentences."""
    content_hash = hash_of(article)
    post(
        "gate",
        f"{article.pk}:{content_hash}:{article.revision}",
        subject=f"article:{article.pk}",
        article=article.pk,
        content_hash=content_hash,
    )


@handles("gate", called="Checks")
def do_gate(claim: Claim) -> None:
    """Findings on exactly the text that was saved, and proposals of evidence for it."""
    article = Article.objects.get(pk=claim.payload["article"])
    content_hash = claim.payload["content_hash"]
    if hash_of(article) != content_hash:
        raise SupersededError("The text was saved anew.")
    proof = gate.pull(article, content_hash=content_hash)
    findings = [finding.as_json() for finding in gate.run(proof)]
    documents = list(SourceDocument.objects.filter(pk__in=[reading.document for reading in proof.texts]))
    proposals = proposals_for_draft(article, [line.text for line in proof.lines if line.part == "body"], documents)
    with claim.finishing():
        GateRun.objects.bulk_create(
            [GateRun(article=article, content_hash=content_hash, findings=findings)], ignore_conflicts=True
        )
        Backing.objects.bulk_create(proposals, ignore_conflicts=True)


@handles("evidence", called="Evidence")
def do_evidence(claim: Claim) -> None:
    """Passages proposed for a version's sentences that the desk gave none, and the page laid out with them."""
    version = _live(claim)
    proposals = proposals_for_version(version)
    with claim.finishing():
        Evidence.objects.bulk_create(proposals, ignore_conflicts=True)
        lay_out(version.article)


@handles("summary", called="Key points")
def do_summary(claim: Claim) -> None:
    """Key points, and a dek where the desk wrote none; a model's wait for an editor."""
    version = _live(claim)
    recipe = recipe_for(version)
    if recipe != OWN_SENTENCES:
        _written(claim, version, recipe)
        return
    points = summarize(version)
    with claim.finishing():
        _live(claim, hold=True)
        points.save()


def _written(claim: Claim, version: ArticleVersion, recipe: Recipe) -> None:
    """A model's key points. A job that runs while points wait for an editor was ordered by one, who wants others."""
    # A provider's packages are not everywhere.
    from articles.summaries.asking import ask  # noqa: PLC0415
    from articles.summaries.plainly import RefusedForGoodError, plainly  # noqa: PLC0415

    there = version.summaries.filter(provider=recipe.provider, recipe=recipe.name).select_related("run").first()
    if there and there.state != Summary.State.NEEDS_REVIEW:
        with claim.finishing():
            lay_out(version.article)
        return
    try:
        with plainly():
            run = ask(
                version,
                recipe,
                f"summary-{claim.id}-{claim.attempts}",
                turned_down=there.run if there else None,
                asked_by=claim.payload.get("asked_by"),
            )
    except RefusedForGoodError as refused:
        claim.move(outbox.State.DEAD, finished_at=Now(), last_error=str(refused))
        return
    answer = judged(version, recipe, run)
    with transaction.atomic():
        _live(claim, hold=True)
        summary = answer.save()
        if summary.state == Summary.State.NEEDS_REVIEW:
            ended = claim.move(outbox.State.NEEDS_REVIEW, last_error=_said(summary))
        else:
            lay_out(version.article)
            ended = claim.move(outbox.State.DONE, finished_at=Now(), last_error="")
        if not ended:
            raise LostLeaseError(f"job {claim.id} was taken over")


def _said(summary: Summary) -> str:
    """What the desk reads at the job."""
    red = sum(finding["severity"] == gate.Severity.RED for finding in summary.findings)
    return f"The checks object to the key points ({red}); they are not shown." if red else APPROVAL


@handles("neighbours", called="Related Articles")
def do_neighbours(claim: Claim) -> None:
    """Vectors and Related Articles, in both directions."""
    version = _live(claim)
    with claim.finishing():
        relate(version)
        post_words()
        post_stories(version)


@handles("renditions", called="Picture sizes")
def do_renditions(claim: Claim) -> None:
    """A picture at the widths that pages ask for, and those pages laid out with them."""
    image = Image.objects.get(pk=claim.payload["image"])
    make_renditions(image)
    with claim.finishing():
        for article in Article.objects.published().filter(live__hero=image).order_by("pk"):
            lay_out(article)


def _live(claim: Claim, *, hold: bool = False) -> ArticleVersion:
    """The version the job is about, as long as readers see it and no newer one; `hold` keeps it so for the transaction."""
    version = ArticleVersion.objects.select_related("article").filter(pk=claim.payload["version"]).first()
    if version and hold:
        version.article = Article.objects.select_for_update(no_key=True).get(pk=version.article_id)
    if version is None or version.article.live_id != version.pk or version.article.state != State.PUBLISHED:
        raise SupersededError("A newer version is public, or none.")
    return version
