"""Picking thoughts is a permission of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    """The permission `comments.pick_comment`."""

    dependencies = [("comments", "0006_reading_in_every_order")]
    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "ordering": ["-created_at"],
                "permissions": [("pick_comment", "Can pick thoughts")],
                "verbose_name": "thought",
            },
        )
    ]
