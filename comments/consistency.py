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
        "An answer stands below what it answers, under the same article.",
        """
        SELECT 'thought ' || c.ref FROM comments_comment c JOIN comments_comment p ON p.id = c.parent_id
        WHERE p.article_id <> c.article_id OR p.thread <> c.thread OR NOT c.path @> p.path
        """,
    ),
)
