"""Thoughts under an article of a site that runs, as if they had been posted over a day: `living DATA ARTICLE EMAIL COUNT`."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from newsroom.up.attach import servers
from newsroom.up.datadir import DataDir

THOUGHT = (
    "The telegram is read closely here, and the part about trade convinced me most. What I miss is how the two sides "
    "spoke to each other in the year before, since without that a new chapter may be no more than an old one read aloud. "
    "See https://example.org/a-longer-argument for where I disagree."
)


def settle(slug: str, email: str, count: int) -> None:
    """Thoughts of the usual length by one reader; every third answers the one before."""
    import django

    django.setup()
    from django.utils import timezone

    from articles.models import Article
    from newsroom.models import User
    from tests import factories

    article, author, newest = Article.objects.published().get(slug=slug), User.objects.get(email=email), None
    for number in range(1, count + 1):
        said, at = f"{number}. {THOUGHT}", timezone.now() - timedelta(hours=count + 2 - number)
        newest = factories.thought(article, author, said, newest if number % 3 == 0 else None, created_at=at)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    with servers(DataDir(Path(sys.argv[1])), "the tests"):
        settle(sys.argv[2].strip("/").rpartition("/")[2], sys.argv[3], int(sys.argv[4]))
