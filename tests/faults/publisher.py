"""An editor who publishes one article after another, in a process of its own, and measures how long each took.

    python -m tests.faults.publisher --count 200 --seconds 60 [--stubborn] [--restless]

`--stubborn`: tries again with the same key whatever happens, as a client does that got no answer. `--restless`: changes
each article right after publishing it and publishes it again, and withholds every third. Prints one line of JSON.
"""

import argparse
import json
import time

import django

django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402 - needs the apps

from articles.models import Article, State  # noqa: E402
from articles.publishing import publish, withhold  # noqa: E402
from tests import factories  # noqa: E402


def publish_one(key: str) -> None:
    """The article of that key, made and published in one transaction; done already is done."""
    with transaction.atomic():
        article = Article.objects.filter(external_id=key).first()
        if article is None:
            number = int(key.rsplit("-", maxsplit=1)[-1])
            body = f"Crew number {number} met the harbour board on Monday. {factories.BODY}"
            article = factories.draft(f"Crew {number} and the channel", body, external_id=key, slug=key)
        if article.state != State.PUBLISHED:
            publish(article, by=None)


def change_one(key: str) -> None:
    """Another sentence, published; every third article is withheld after all."""
    article = Article.objects.get(external_id=key)
    Article.objects.filter(pk=article.pk).update(body=f"{article.body}\n\nThe board meets again on Friday.")
    publish(article, by=None)
    if article.pk % 3 == 0:
        withhold(article)


def main() -> None:
    """Publishes at an even pace."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--stubborn", action="store_true")
    parser.add_argument("--restless", action="store_true")
    options = parser.parse_args()
    took, failed, began = [], 0, time.monotonic()
    for index in range(options.count):
        time.sleep(max(0.0, began + index * options.seconds / options.count - time.monotonic()))
        start = time.monotonic()
        while True:
            try:
                publish_one(f"channel-{options.first + index}")
                break
            except DatabaseError:
                failed += 1
                if not options.stubborn or time.monotonic() > start + 60:
                    raise
                connection.close()
                time.sleep(0.2)
        if options.restless:
            time.sleep(0.3)
            change_one(f"channel-{options.first + index}")
        took.append(time.monotonic() - start)
    took.sort()
    print(
        json.dumps({"count": options.count, "failed": failed, "slowest": took[-1], "p95": took[int(len(took) * 0.95)]})
    )


if __name__ == "__main__":
    main()
