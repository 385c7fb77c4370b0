"""A passage of the working copy is its text as well, and what a reviewer put on record is not changed afterwards."""

from django.db import migrations


RECORDS = ("articles_opening", "articles_decision", "articles_review", "articles_gaterun")
WIDER = """
CREATE OR REPLACE FUNCTION newsroom_verbatim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole text;
    part text;
BEGIN
    IF TG_TABLE_NAME IN ('articles_evidence', 'articles_backing') THEN
        SELECT text INTO whole FROM articles_sourcedocument WHERE id = NEW.document_id;
        part := NEW.quote;
    ELSIF TG_TABLE_NAME = 'articles_keypoint' THEN
        SELECT v.text INTO whole FROM articles_articleversion v JOIN articles_sentence s ON s.version_id = v.id
            JOIN articles_summary m ON m.version_id = v.id
            WHERE s.id = NEW.sentence_id AND m.id = NEW.summary_id AND s.start <= NEW.start AND NEW."end" <= s."end";
        part := NEW.text;
    ELSE
        SELECT text INTO whole FROM articles_articleversion WHERE id = NEW.version_id;
        part := NEW.text;
    END IF;
    IF whole IS NULL OR substr(whole, NEW.start + 1, NEW."end" - NEW.start) <> part THEN
        RAISE EXCEPTION '%: characters % to % are not the text given', TG_TABLE_NAME, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verbatim BEFORE INSERT OR UPDATE ON articles_backing FOR EACH ROW EXECUTE FUNCTION newsroom_verbatim();
"""
KEEP = "CREATE TRIGGER kept BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION newsroom_refuse_change();"


class Migration(migrations.Migration):
    """Verbatim spans and unchanging records, held by the database."""

    dependencies = [("articles", "0006_evidence_and_review")]
    operations = [
        migrations.RunSQL(WIDER, "DROP TRIGGER verbatim ON articles_backing;"),
        *(migrations.RunSQL(KEEP.format(table), f"DROP TRIGGER kept ON {table};") for table in RECORDS),
    ]
