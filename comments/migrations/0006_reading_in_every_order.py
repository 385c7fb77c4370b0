"""A discussion is read in several orders, and each has its index."""

from django.db import migrations, models

SEEN = models.Q(("deleted_at", None), ("state__in", ("none", "approved")))
STANDING = models.Q(SEEN, ("answers__gt", 0), _connector="OR")
UNSEEN = models.Q(("deleted_at", None), ("state__in", ("premod", "withheld", "rejected")))


class Migration(migrations.Migration):
    """Threads by age, thoughts by age, an author's own that others do not see, and the picks of the whole site."""

    dependencies = [("comments", "0005_wishes_for_articles_and_silence")]
    operations = [
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["article", "-thread"], name="comment_threads", condition=models.Q(STANDING, ("parent", None))
            ),
        ),
        migrations.AddIndex(
            "comment", models.Index(fields=["article", "-created_at"], name="comment_newest", condition=SEEN)
        ),
        migrations.AddIndex(
            "comment", models.Index(fields=["author", "article"], name="comment_unseen", condition=UNSEEN)
        ),
        migrations.AddIndex(
            "comment",
            models.Index(fields=["-picked_at"], name="comment_picks", condition=models.Q(("picked_at__isnull", False))),
        ),
    ]
