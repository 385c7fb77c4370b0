"""What is published stays as it was: triggers refuse to change frozen rows and to store a span that is not its text."""

from django.db import migrations

FROZEN = ("articles_articleversion", "articles_sentence", "articles_versionsource", "articles_sourcedocument")

REFUSE = """
CREATE FUNCTION newsroom_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is frozen: add a row instead of changing one', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
REFUSE_ON = (
    "CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION newsroom_refuse_change();"
)

VERBATIM = """
CREATE FUNCTION newsroom_verbatim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole text;
    part text;
BEGIN
    IF TG_TABLE_NAME = 'articles_evidence' THEN
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
CREATE TRIGGER verbatim BEFORE INSERT OR UPDATE ON articles_evidence FOR EACH ROW EXECUTE FUNCTION newsroom_verbatim();
CREATE TRIGGER verbatim BEFORE INSERT OR UPDATE ON articles_keypoint FOR EACH ROW EXECUTE FUNCTION newsroom_verbatim();
CREATE TRIGGER verbatim BEFORE INSERT ON articles_sentence FOR EACH ROW EXECUTE FUNCTION newsroom_verbatim();
"""
UNDO = """
DROP TRIGGER verbatim ON articles_evidence;
DROP TRIGGER verbatim ON articles_keypoint;
DROP TRIGGER verbatim ON articles_sentence;
DROP FUNCTION newsroom_verbatim();
"""


class Migration(migrations.Migration):
    """Immutability and verbatim spans, held by the database."""

    dependencies = [("articles", "0003_relations")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION newsroom_refuse_change();"),
        *(migrations.RunSQL(REFUSE_ON.format(table), f"DROP TRIGGER frozen ON {table};") for table in FROZEN),
        migrations.RunSQL(VERBATIM, UNDO),
    ]
