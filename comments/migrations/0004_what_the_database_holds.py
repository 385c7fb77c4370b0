"""The database refuses moves that nobody may make, counts what is counted, and keeps the log whole."""

from django.db import migrations

MOVES = """
CREATE FUNCTION comments_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'approved' THEN
            RAISE EXCEPTION 'a thought is not approved before it is there' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF NOT (CASE NEW.moved_as
        WHEN 'moderator' THEN NEW.state IN ('approved', 'rejected')
        WHEN 'admin' THEN NEW.state IN ('approved', 'rejected')
        WHEN 'system' THEN OLD.state = 'none' AND NEW.state = 'withheld'
        WHEN 'author' THEN (OLD.state, NEW.state) IN (
            ('none', 'premod'), ('none', 'withheld'), ('none', 'rejected'),
            ('approved', 'none'), ('approved', 'premod'), ('approved', 'withheld'), ('approved', 'rejected'),
            ('premod', 'withheld'), ('premod', 'rejected'), ('withheld', 'premod'), ('withheld', 'rejected'))
        ELSE false
    END) THEN
        RAISE EXCEPTION '% may not move a thought from % to %', NEW.moved_as, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.turn <= OLD.turn THEN
        RAISE EXCEPTION 'a move raises the turn' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OF state ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comments_moves();
"""

LOGGED = """
CREATE FUNCTION comments_logged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM comments_decision
        WHERE comment_id = NEW.id AND state_to = NEW.state AND transaction = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'thought % became % and the log does not say why', NEW.id, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER logged_at_posting AFTER INSERT ON comments_comment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state <> 'none') EXECUTE FUNCTION comments_logged();
CREATE CONSTRAINT TRIGGER logged AFTER UPDATE OF state ON comments_comment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION comments_logged();
"""

# Ancestors are locked from the deepest up, and the article's tally last: every change takes its locks in that order.
COUNTED = """
CREATE FUNCTION comments_tally_add(article bigint, which text, n integer, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO comments_tally AS t (article_id, "none", approved, premod, withheld, rejected, deleted, newest_at)
    VALUES (
        article, (which = 'none')::int, (which = 'approved')::int, (which = 'premod')::int,
        (which = 'withheld')::int, (which = 'rejected')::int, (which = 'deleted')::int, at
    )
    ON CONFLICT (article_id) DO UPDATE SET
        "none" = t."none" + n * excluded."none", approved = t.approved + n * excluded.approved,
        premod = t.premod + n * excluded.premod, withheld = t.withheld + n * excluded.withheld,
        rejected = t.rejected + n * excluded.rejected, deleted = t.deleted + n * excluded.deleted,
        newest_at = greatest(t.newest_at, excluded.newest_at);
END $$;

CREATE FUNCTION comments_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_kind text;
    new_kind text;
    change integer;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        old_kind := CASE WHEN OLD.deleted_at IS NULL THEN OLD.state ELSE 'deleted' END;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_kind := CASE WHEN NEW.deleted_at IS NULL THEN NEW.state ELSE 'deleted' END;
    END IF;
    IF old_kind IS NOT DISTINCT FROM new_kind THEN
        RETURN NULL;
    END IF;
    change := coalesce(new_kind IN ('none', 'approved'), false)::int
        - coalesce(old_kind IN ('none', 'approved'), false)::int;
    IF change <> 0 AND TG_OP <> 'DELETE' AND cardinality(NEW.path) > 1 THEN
        PERFORM 1 FROM comments_comment WHERE id = ANY (NEW.path[:cardinality(NEW.path) - 1])
            ORDER BY id DESC FOR NO KEY UPDATE;
        UPDATE comments_comment SET answers = answers + change
            WHERE id = ANY (NEW.path[:cardinality(NEW.path) - 1]);
    END IF;
    IF old_kind IS NOT NULL THEN
        PERFORM comments_tally_add(OLD.article_id, old_kind, -1, NULL);
    END IF;
    IF new_kind IS NOT NULL THEN
        PERFORM comments_tally_add(
            NEW.article_id, new_kind, 1, CASE WHEN TG_OP = 'INSERT' THEN NEW.created_at END);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF state, deleted_at ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comments_counted();

CREATE FUNCTION comments_respects_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE comments_comment SET respects = respects + 1 WHERE id = NEW.comment_id;
    ELSE
        UPDATE comments_comment SET respects = respects - 1 WHERE id = OLD.comment_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE ON comments_respect
    FOR EACH ROW EXECUTE FUNCTION comments_respects_counted();

CREATE FUNCTION comments_reports_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        change := change - (OLD.settled_id IS NULL)::int;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        change := change + (NEW.settled_id IS NULL)::int;
    END IF;
    IF change <> 0 THEN
        UPDATE comments_comment SET reports = reports + change WHERE id = coalesce(NEW.comment_id, OLD.comment_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF settled_id ON comments_report
    FOR EACH ROW EXECUTE FUNCTION comments_reports_counted();

INSERT INTO comments_tally (article_id, "none", approved, premod, withheld, rejected, deleted, newest_at)
SELECT article_id, count(*) FILTER (WHERE state = 'none'), count(*) FILTER (WHERE state = 'approved'),
    count(*) FILTER (WHERE state = 'premod'), count(*) FILTER (WHERE state = 'withheld'),
    count(*) FILTER (WHERE state = 'rejected'), 0, max(created_at)
FROM comments_comment GROUP BY article_id;
UPDATE comments_comment c SET answers = below.number FROM (
    SELECT a.id, count(*) AS number FROM comments_comment a JOIN comments_comment d
        ON d.thread = a.thread AND d.id <> a.id AND d.path @> ARRAY[a.id] AND d.state IN ('none', 'approved')
    GROUP BY a.id
) below WHERE below.id = c.id;
"""

# The columns are named one by one: a column that is added later does not change the hashes of earlier rows.
CHAIN = """
CREATE FUNCTION comments_decision_digest(d comments_decision) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        d.previous_hash, d.id, d.ref, extract(epoch FROM d.at), d.comment_id, d.reader_mark, d.actor_mark, d.actor_role,
        d.act, d.state_from, d.state_to, d.turn, d.body_hash, d.rule, d.restriction, d.scope, d.duration, d.facts,
        d.detected_automatically, d.decided_automatically, d.ground, d.ground_reference, d.ground_explanation, d.redress
    )::text, 'UTF8')), 'hex')
$$;
CREATE FUNCTION comments_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One at a time, numbered inside the lock: the order of numbers is the order of the chain.
    PERFORM pg_advisory_xact_lock(hashtext('comments_decision'));
    NEW.id := nextval(pg_get_serial_sequence('comments_decision', 'id'));
    NEW.transaction := pg_current_xact_id()::text::bigint;
    NEW.previous_hash := coalesce((SELECT hash FROM comments_decision ORDER BY id DESC LIMIT 1), '');
    NEW.hash := comments_decision_digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER chained BEFORE INSERT ON comments_decision FOR EACH ROW EXECUTE FUNCTION comments_chained();
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION newsroom_refuse_change();

CREATE FUNCTION comments_second_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome_id IS NOT NULL AND NEW.outcome_id IS DISTINCT FROM OLD.outcome_id THEN
        RAISE EXCEPTION 'an appeal is answered once' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT actor_mark FROM comments_decision WHERE id = NEW.outcome_id)
        = (SELECT actor_mark FROM comments_decision WHERE id = NEW.decision_id) THEN
        RAISE EXCEPTION 'an appeal is answered by somebody else than who decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_look BEFORE UPDATE OF outcome_id ON comments_appeal
    FOR EACH ROW EXECUTE FUNCTION comments_second_look();
"""

UNDO = """
DROP TRIGGER second_look ON comments_appeal;
DROP TRIGGER frozen ON comments_decision;
DROP TRIGGER chained ON comments_decision;
DROP TRIGGER counted ON comments_report;
DROP TRIGGER counted ON comments_respect;
DROP TRIGGER counted ON comments_comment;
DROP TRIGGER logged ON comments_comment;
DROP TRIGGER logged_at_posting ON comments_comment;
DROP TRIGGER moves ON comments_comment;
DROP FUNCTION comments_second_look, comments_chained, comments_reports_counted, comments_respects_counted,
    comments_counted, comments_logged, comments_moves, comments_decision_digest(comments_decision),
    comments_tally_add(bigint, text, integer, timestamptz);
"""


class Migration(migrations.Migration):
    """Triggers: moves, the log behind every state, counters, the chain of the log, second looks."""

    dependencies = [("comments", "0003_conversation_and_moderation"), ("articles", "0004_frozen")]
    operations = [migrations.RunSQL(MOVES + LOGGED + COUNTED + CHAIN, UNDO)]
