"""Which moves a job may make: the database refuses the rest. The same table stands in the model as MOVES."""

from django.db import migrations

MOVES = """
CREATE FUNCTION outbox_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state || '>' || NEW.state) NOT IN (
        'pending>running', 'pending>superseded', 'retry>running', 'retry>superseded',
        'running>running', 'running>retry', 'running>done', 'running>needs_review', 'running>superseded', 'running>dead',
        'needs_review>pending', 'needs_review>done', 'needs_review>superseded', 'dead>pending', 'dead>superseded'
    ) THEN
        RAISE EXCEPTION 'a job does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE OF state ON outbox_job FOR EACH ROW EXECUTE FUNCTION outbox_refuse_move();
"""


class Migration(migrations.Migration):
    """The table of moves as a trigger."""

    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(MOVES, "DROP TRIGGER moves ON outbox_job; DROP FUNCTION outbox_refuse_move();")]
