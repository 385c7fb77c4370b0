"""What a sentence rests on, and the whole record of how an article was made: for people and for machines."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.disclosure import disclose
from articles.excerpting import excerpt
from articles.grounds import KIND_WORDS, Grounds, grounds_of
from articles.laying_out import shown_summary
from articles.models import Article, ArticleVersion, Evidence, Sentence, SourceDocument
from articles.provenance import provenance_of, runs_of
from articles.record import decisions_on, findings_of, findings_on
from articles.views.door import public_article
from articles.views.sharing import shareable

SHOWN_BESIDE = 240
"""Characters of context on either side in the card beside the article; the page shows more."""


@require_safe
def evidence(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one sentence rests on; `?part=1`, or a request by a script, gets the part that stands beside the article."""
    article, version = public_article(slug)
    sentence = version.sentences.filter(number=number).first()
    if sentence is None:
        raise Http404
    part = bool(request.GET.get("part")) or request.headers.get("X-Requested-With") == "fetch"
    facts = {**_about(article, version), **_sentence(version, sentence, grounds_of(version), part=part)}
    template = "articles/_evidence_card.html" if part else "articles/evidence.html"
    response = shareable(request, render(request, template, facts))
    patch_vary_headers(response, ["X-Requested-With"])
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def how_it_was_made(request: HttpRequest, slug: str) -> HttpResponse:
    """Every sentence with its evidence, every source as it was read, the gate, the review, the runs."""
    article, version = public_article(slug)
    grounds = grounds_of(version)
    facts = _about(article, version) | {
        "sentences": [
            (sentence, grounds.behind.get(sentence.number, []), findings_on(version, sentence.number))
            for sentence in version.sentences.all()
        ],
        "findings": findings_of(version),
        "bare": version.sentences.exclude(number__in=grounds.behind).count(),
        "sources": [(cited, grounds.by_source.get(number)) for number, cited in enumerate(grounds.cited, 1)],
        "runs": runs_of(version, shown_summary(version)),
        "single": version.number == 1,
    }
    return shareable(request, render(request, "articles/how_it_was_made.html", facts))


@require_safe
def provenance(request: HttpRequest, slug: str) -> HttpResponse:
    """The same record as JSON, for anybody's program."""
    article, version = public_article(slug)
    response = JsonResponse(provenance_of(article, version), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return shareable(request, response)


def _about(article: Article, version: ArticleVersion) -> dict[str, Any]:
    return {
        "article": article,
        "version": version,
        "disclosure": disclose(version, shown_summary(version)),
        "current_section": article.section.slug,
        "site_url": settings.SITE_URL,
    }


def _sentence(version: ArticleVersion, sentence: Sentence, grounds: Grounds, *, part: bool) -> dict[str, Any]:
    restings = grounds.behind.get(sentence.number, [])
    texts = dict(_texts([resting.evidence for resting in restings]))
    reach = {"reach": SHOWN_BESIDE} if part else {}
    return {
        "sentence": sentence,
        "kind": KIND_WORDS[Sentence.Kind(sentence.kind)],
        "passages": [
            (r, grounds.cited[r.ground.source - 1].source, excerpt(texts[e.document_id], e.start, e.end, **reach))
            for r in restings
            for e in [r.evidence]
        ],
        "sources": len(grounds.cited),
        "findings": findings_on(version, sentence.number),
        "decisions": decisions_on(version, sentence),
    }


def _texts(rows: list[Evidence]) -> Any:
    return SourceDocument.objects.filter(pk__in={row.document_id for row in rows}).values_list("pk", "text")
