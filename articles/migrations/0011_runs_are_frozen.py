"""What a machine answered stays as it was."""

from django.db import migrations


class Migration(migrations.Migration):
    """Generation runs refuse to be changed."""

    dependencies = [("articles", "0010_generation_runs")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER kept BEFORE UPDATE ON articles_generationrun FOR EACH ROW "
            "EXECUTE FUNCTION newsroom_refuse_change();",
            "DROP TRIGGER kept ON articles_generationrun;",
        )
    ]
