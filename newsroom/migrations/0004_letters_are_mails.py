"""What the demo kept as letters stands with the other mails now."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drops the old table, after its rows were copied."""

    dependencies = [("newsroom", "0003_public_names_once"), ("mail", "0002_what_the_demo_kept")]
    operations = [migrations.DeleteModel("Letter")]
