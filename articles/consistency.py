"""What the paper promises, as far as the database can be asked: text, evidence, disclosure and jobs belong together.

Offsets count code points, in Python and in Postgres alike. A version is named by its article's slug and its number.
"""

from newsroom.consistency import Promise

TEXT = (
    Promise(
        "Every version has its sentences, numbered from 1 without a gap.",
        """
        SELECT a.slug || ', version ' || v.number || ': ' || count(s.id) || ' sentences, the last is number '
            || coalesce(max(s.number), 0)
        FROM articles_articleversion v JOIN articles_article a ON a.id = v.article_id
        LEFT JOIN articles_sentence s ON s.version_id = v.id GROUP BY v.id, a.slug
        HAVING count(s.id) = 0 OR min(s.number) <> 1 OR max(s.number) <> count(s.id)
        """,
    ),
    Promise(
        "Every sentence is its part of the version's text.",
        """
        SELECT a.slug || ', version ' || v.number || ', sentence ' || s.number
        FROM articles_sentence s JOIN articles_articleversion v ON v.id = s.version_id
        JOIN articles_article a ON a.id = v.article_id
        WHERE substr(v.text, s.start + 1, s."end" - s.start) <> s.text
        """,
    ),
    Promise(
        "Sentences follow one another as they are numbered.",
        """
        SELECT a.slug || ', version ' || v.number || ', sentence ' || s.number || ' begins before the last one ends'
        FROM (SELECT *, lag("end") OVER (PARTITION BY version_id ORDER BY number) AS before FROM articles_sentence) s
        JOIN articles_articleversion v ON v.id = s.version_id JOIN articles_article a ON a.id = v.article_id
        WHERE s.start < s.before
        """,
    ),
    Promise(
        "Every key point stands letter by letter in its sentence, and that in the summary's own version.",
        """
        SELECT a.slug || ', version ' || v.number || ', key point ' || k.position
        FROM articles_keypoint k JOIN articles_summary m ON m.id = k.summary_id
        JOIN articles_sentence s ON s.id = k.sentence_id
        JOIN articles_articleversion v ON v.id = m.version_id JOIN articles_article a ON a.id = v.article_id
        WHERE s.version_id <> v.id OR k.start < s.start OR k."end" > s."end"
            OR substr(v.text, k.start + 1, k."end" - k.start) <> k.text
        """,
    ),
)

EVIDENCE = (
    Promise(
        "Every source text is the one that its hash names.",
        """
        SELECT 'text ' || d.id || ' of ' || s.title
        FROM articles_sourcedocument d JOIN articles_source s ON s.id = d.source_id
        WHERE encode(sha256(convert_to(d.text, 'UTF8')), 'hex') <> d.sha256
        """,
    ),
    Promise(
        "Every passage of evidence is what its source says.",
        """
        SELECT a.slug || ', version ' || v.number || ', sentence ' || s.number || ', evidence ' || e.id
        FROM articles_evidence e JOIN articles_sourcedocument d ON d.id = e.document_id
        JOIN articles_sentence s ON s.id = e.sentence_id
        JOIN articles_articleversion v ON v.id = s.version_id JOIN articles_article a ON a.id = v.article_id
        WHERE substr(d.text, e.start + 1, e."end" - e.start) <> e.quote
        """,
    ),
    Promise(
        "Every passage that the desk put behind a sentence is what its source says.",
        """
        SELECT a.slug || ', passage ' || b.id
        FROM articles_backing b JOIN articles_sourcedocument d ON d.id = b.document_id
        JOIN articles_article a ON a.id = b.article_id
        WHERE substr(d.text, b.start + 1, b."end" - b.start) <> b.quote
        """,
    ),
    Promise(
        "Evidence comes from a source that the version links.",
        """
        SELECT a.slug || ', version ' || v.number || ', sentence ' || s.number || ', evidence ' || e.id
        FROM articles_evidence e JOIN articles_sourcedocument d ON d.id = e.document_id
        JOIN articles_sentence s ON s.id = e.sentence_id
        JOIN articles_articleversion v ON v.id = s.version_id JOIN articles_article a ON a.id = v.article_id
        WHERE NOT EXISTS (
            SELECT FROM articles_versionsource c WHERE c.version_id = v.id AND c.source_id = d.source_id)
        """,
    ),
    Promise(
        "The text under a version is one of its source's own.",
        """
        SELECT a.slug || ', version ' || v.number || ', source ' || c.position
        FROM articles_versionsource c JOIN articles_sourcedocument d ON d.id = c.document_id
        JOIN articles_articleversion v ON v.id = c.version_id JOIN articles_article a ON a.id = v.article_id
        WHERE d.source_id <> c.source_id
        """,
    ),
)

PUBLICATION = (
    Promise(
        "What readers see of an article is its own newest version.",
        """
        SELECT a.slug || ' shows version ' || v.number || ' of article ' || v.article_id
        FROM articles_article a JOIN articles_articleversion v ON v.id = a.live_id
        WHERE v.article_id <> a.id
            OR v.number < (SELECT max(number) FROM articles_articleversion newer WHERE newer.article_id = a.id)
        """,
    ),
    Promise(
        "Every public article is laid out from what is live.",
        """
        SELECT a.slug || CASE WHEN p.article_id IS NULL THEN ' has no page' ELSE ' has the page of another text' END
        FROM articles_article a JOIN articles_articleversion v ON v.id = a.live_id
        LEFT JOIN articles_page p ON p.article_id = a.id
        WHERE a.state IN ('published', 'retracted')
            AND (p.article_id IS NULL OR p.version_id <> v.id OR p.headline <> v.headline)
        """,
    ),
    Promise(
        "Every version has its jobs.",
        """
        SELECT a.slug || ', version ' || v.number || ' has no job ' || j.kind
        FROM articles_articleversion v JOIN articles_article a ON a.id = v.article_id
        CROSS JOIN (VALUES ('summary'), ('neighbours'), ('evidence')) j (kind)
        WHERE NOT EXISTS (
            SELECT FROM outbox_job o WHERE o.kind = j.kind AND split_part(o.key, ':', 1) = v.id::text)
        """,
    ),
    Promise(
        "Nothing that the gate stopped is public without a reason.",
        """
        SELECT a.slug || ', version ' || v.number
        FROM articles_articleversion v JOIN articles_article a ON a.id = v.article_id
        WHERE v.override_reason = '' AND v.findings @> '[{"severity": "red"}]'
        """,
    ),
)

DISCLOSURE = (
    Promise(
        "What a machine had part in is labelled in lists, and nothing else is.",
        """
        SELECT a.slug || ': headline ' || v.ai_headline || ', dek ' || v.ai_dek || ', body ' || v.ai_body
            || ', label “' || p.label || '”'
        FROM articles_article a JOIN articles_articleversion v ON v.id = a.live_id
        JOIN articles_page p ON p.article_id = a.id
        WHERE a.state IN ('published', 'retracted') AND (p.label = '') <> (
            v.ai_headline = 'none' AND v.ai_body = 'none' AND v.ai_dek = 'none' AND (v.dek <> '' OR p.dek = ''))
        """,
    ),
    Promise(
        "Who is named as a reviewer has reviewed exactly that text, and the version says how.",
        """
        SELECT a.slug || ', version ' || v.number
        FROM articles_articleversion v JOIN articles_article a ON a.id = v.article_id
        WHERE (v.reviewed_by_id IS NULL) <> (v.review = '{}') OR v.reviewed_by_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM articles_review r WHERE r.article_id = v.article_id AND r.content_hash = v.content_hash
            AND r.by_id = v.reviewed_by_id AND r.at = v.reviewed_at)
        """,
    ),
)

PROMISES = (*TEXT, *EVIDENCE, *PUBLICATION, *DISCLOSURE)
