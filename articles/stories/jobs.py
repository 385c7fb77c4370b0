"""What the post does for stories."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article, ArticleVector, ArticleVersion, Story
from articles.stories.laying_out import lay_out_story, mark_now
from articles.stories.regrouping import regroup
from newsroom.outbox.claiming import Claim
from newsroom.outbox.posting import post
from newsroom.outbox.reconciling import reconciles
from newsroom.outbox.working import LaterError, NotNowError, handles

# So many a run; what is left is found by the next.
MOST = 1000


def post_stories(version: ArticleVersion) -> bool:
    """Posts that an article with a fresh text looks for its story; says whether that is new."""
    return _post(version.article_id, f"{version.pk}")


def post_departed(article: Article) -> bool:
    """Posts that the story of an article which readers no longer see goes on without it."""
    return _post(article.pk, f"{article.live_id}:gone:{timezone.now():%Y%m%dT%H%M%S}", left=article.story_id)


def post_pages(*stories: int | None) -> None:
    """Posts the pages of stories that are not what they should be."""
    for story in sorted({story for story in stories if story}):
        post(
            "story-page",
            f"{story}:{mark_now(story)}:{timezone.now():%Y%m%dT%H%M}",
            subject=f"story:{story}",
            story=story,
        )


def _post(article: int, key: str, left: int | None = None) -> bool:
    return post("stories", key, subject=f"article:{article}", article=article, left=left)


@handles("stories", called="Story")
def do_stories(claim: Claim) -> None:
    """The article's story, and those around it; the pages of all that changed follow."""
    article, left = claim.payload["article"], claim.payload.get("left")
    _ready(article, left)
    with claim.finishing():
        post_pages(*regroup(article, [left] if left else []).stories)


def _ready(article_id: int, left: int | None) -> None:
    """An article has to be out, and to have its neighbours, before it can be compared."""
    article = Article.objects.get(pk=article_id)
    if left or not article.is_public or article.published_at is None:
        return
    if (wait := (article.published_at - timezone.now()).total_seconds()) > 0:
        raise NotNowError("The article is under embargo.", wait)
    if not ArticleVector.objects.filter(pk=article_id, version=article.live_id).exists():
        raise LaterError("The article has no neighbours yet.")


@handles("story-page", called="Story page")
def do_story_page(claim: Claim) -> None:
    """What a story's articles tell together."""
    with claim.finishing():
        lay_out_story(claim.payload["story"])


@reconciles
def stories() -> int:
    """Public articles that have neighbours and were never compared for their story."""
    recent = ArticleVector.objects.filter(grouped_at=None, article__in=Article.objects.published())
    today = timezone.now().date().isoformat()
    due = recent.order_by("pk").values_list("pk", "version")[:MOST]
    return sum(_post(article, f"{version}:reconciled {today}") for article, version in due)


@reconciles
def story_pages() -> int:
    """Stories with public articles whose page is not there, or older than what the desk did to them."""
    public = Article.objects.published().filter(story=OuterRef("pk"))
    missing = Story.objects.filter(Exists(public), page=None)
    changed = Story.objects.filter(Exists(public.filter(edited_at__gt=OuterRef("page__laid_out_at"))))
    due = list(Story.objects.filter(Q(pk__in=missing) | Q(pk__in=changed)).values_list("pk", flat=True)[:MOST])
    stale = [story for story in due if not Story.objects.filter(pk=story, page__mark=mark_now(story)).exists()]
    post_pages(*stale)
    return len(stale)
