"""The demo's letters become mails, so that its mailbox keeps what it had."""

from django.db import migrations

COPY = """
INSERT INTO mail_mail (key, kind, "to", subject, text, html, headers, created_at, sent_at)
SELECT 'letter-' || id, 'account', left("to", 254), subject, body, '', '{}', sent_at, sent_at FROM newsroom_letter ORDER BY id
"""


class Migration(migrations.Migration):
    """Copies them, before the frame drops their table."""

    dependencies = [("mail", "0001_initial"), ("newsroom", "0001_initial")]
    operations = [migrations.RunSQL(COPY, "DELETE FROM mail_mail WHERE key LIKE 'letter-%'")]
