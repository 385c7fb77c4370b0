"""What the post does for the paper after a commit."""

from articles import gate
from articles.evidence.proposing import proposals_for_draft, proposals_for_version
from articles.freezing import hash_of
from articles.laying_out import lay_out
from articles.models import Article, ArticleVersion, Backing, Evidence, GateRun, Image, SourceDocument, State
from articles.pictures import make_renditions
from articles.related.neighbours import relate
from articles.summaries.summarize import RECIPE, summarize
from newsroom.outbox.posting import post
from newsroom.outbox.working import Claim, SupersededError, handles


def post_for(version: ArticleVersion) -> None:
    """Posts what a fresh version needs: a summary, its place among its neighbours, its picture at smaller widths."""
    subject = f"article:{version.article_id}"
    post("summary", f"{version.pk}:{RECIPE}", subject=subject, version=version.pk)
    post("neighbours", f"{version.pk}", subject=subject, version=version.pk)
    post("evidence", f"{version.pk}", subject=subject, version=version.pk)
    if version.hero_id:
        post("renditions", f"{version.hero_id}", subject=f"image:{version.hero_id}", image=version.hero_id)


def post_for_draft(article: Article) -> None:
    """Posts what a saved working copy needs: the gate's findings, and passages proposed for its sentences."""
    content_hash = hash_of(article)
    post(
        "gate",
        f"{article.pk}:{content_hash}",
        subject=f"article:{article.pk}",
        article=article.pk,
        content_hash=content_hash,
    )


@handles("gate")
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


@handles("evidence")
def do_evidence(claim: Claim) -> None:
    """Passages proposed for a version's sentences that the desk gave none, and the page laid out with them."""
    version = _live(claim)
    proposals = proposals_for_version(version)
    with claim.finishing():
        Evidence.objects.bulk_create(proposals, ignore_conflicts=True)
        lay_out(version.article)


@handles("summary")
def do_summary(claim: Claim) -> None:
    """Key points, and a dek where the desk wrote none."""
    version = _live(claim)
    points = summarize(version)
    with claim.finishing():
        points.save()


@handles("neighbours")
def do_neighbours(claim: Claim) -> None:
    """Vectors and Related Articles, in both directions."""
    version = _live(claim)
    with claim.finishing():
        relate(version)


@handles("renditions")
def do_renditions(claim: Claim) -> None:
    """A picture at the widths that pages ask for, and those pages laid out with them."""
    image = Image.objects.get(pk=claim.payload["image"])
    make_renditions(image)
    with claim.finishing():
        for article in Article.objects.published().filter(live__hero=image).order_by("pk"):
            lay_out(article)


def _live(claim: Claim) -> ArticleVersion:
    """The version the job is about, as long as readers see it and no newer one."""
    version = ArticleVersion.objects.select_related("article").get(pk=claim.payload["version"])
    if version.article.live_id != version.pk or version.article.state != State.PUBLISHED:
        raise SupersededError("A newer version is public, or none.")
    return version
