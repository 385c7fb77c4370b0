"""What the letters page promises: a thought stands in its thread, and the thread under one article."""

from newsroom.consistency import Promise

PROMISES = (
    Promise(
        "A thought's path begins with its thread and ends with itself.",
        """
        SELECT 'thought ' || ref FROM comments_comment
        WHERE cardinality(path) = 0 OR path[1] <> thread OR path[cardinality(path)] <> id
        """,
    ),
    Promise(
        "An answer stands below what it answers, under the same article; at the deepest level beside it.",
        """
        SELECT 'thought ' || c.ref FROM comments_comment c JOIN comments_comment p ON p.id = c.parent_id
        WHERE p.article_id <> c.article_id OR p.thread <> c.thread OR NOT c.path @> p.path[:7]
        """,
    ),
    Promise(
        "Each article's tally equals its thoughts in each state.",
        """
        SELECT 'article ' || coalesce(t.article_id, c.article_id) FROM comments_tally t FULL JOIN (
            SELECT article_id, count(*) FILTER (WHERE deleted_at IS NOT NULL) AS deleted,
                count(*) FILTER (WHERE state = 'none' AND deleted_at IS NULL) AS none,
                count(*) FILTER (WHERE state = 'approved' AND deleted_at IS NULL) AS approved,
                count(*) FILTER (WHERE state = 'premod' AND deleted_at IS NULL) AS premod,
                count(*) FILTER (WHERE state = 'withheld' AND deleted_at IS NULL) AS withheld,
                count(*) FILTER (WHERE state = 'rejected' AND deleted_at IS NULL) AS rejected
            FROM comments_comment GROUP BY article_id
        ) c ON c.article_id = t.article_id
        WHERE (coalesce(t."none", 0), coalesce(t.approved, 0), coalesce(t.premod, 0), coalesce(t.withheld, 0),
               coalesce(t.rejected, 0), coalesce(t.deleted, 0))
            <> (coalesce(c.none, 0), coalesce(c.approved, 0), coalesce(c.premod, 0), coalesce(c.withheld, 0),
                coalesce(c.rejected, 0), coalesce(c.deleted, 0))
        """,
    ),
    Promise(
        "A thought's respects, answers and open reports are as many as there are.",
        """
        SELECT 'thought ' || c.ref FROM comments_comment c
        LEFT JOIN (SELECT comment_id, count(*) AS n FROM comments_respect GROUP BY 1) r ON r.comment_id = c.id
        LEFT JOIN (
            SELECT comment_id, count(*) AS n FROM comments_report WHERE settled_id IS NULL GROUP BY 1
        ) p ON p.comment_id = c.id
        LEFT JOIN (
            SELECT above, count(*) AS n FROM comments_comment d, unnest(d.path) AS above
            WHERE above <> d.id AND d.state IN ('none', 'approved') AND d.deleted_at IS NULL GROUP BY 1
        ) a ON a.above = c.id
        WHERE (c.respects, c.reports, c.answers) <> (coalesce(r.n, 0), coalesce(p.n, 0), coalesce(a.n, 0))
        """,
    ),
    Promise(
        "The log of moderation is whole: each row holds the hash of the one before, and its own.",
        """
        SELECT 'decision ' || ref FROM (
            SELECT d.ref, d.hash, d.previous_hash, comments_decision_digest(d) AS digest,
                lag(d.hash, 1, '') OVER (ORDER BY d.id) AS before
            FROM comments_decision d
        ) chain WHERE hash <> digest OR previous_hash <> before
        """,
    ),
    Promise(
        "Every thought that is held, removed or approved has a decision that says why.",
        """
        SELECT 'thought ' || c.ref FROM comments_comment c WHERE c.state <> 'none' AND NOT EXISTS (
            SELECT 1 FROM comments_decision d WHERE d.comment_id = c.id AND d.state_to = c.state
        )
        """,
    ),
    Promise(
        "A second look was had by somebody else than the first.",
        """
        SELECT 'appeal ' || a.ref FROM comments_appeal a JOIN comments_decision d ON d.id = a.decision_id
        JOIN comments_decision o ON o.id = a.outcome_id WHERE d.actor_mark = o.actor_mark
        """,
    ),
)
