"""The preview at the desk: the page as readers would get it, for nobody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from articles.body import BodyError
from articles.models import Article
from articles.previewing import preview as laid_out

ROBOTS = '<meta name="robots" content="noindex, nofollow">'


def preview(request: HttpRequest, article: Article) -> HttpResponse:
    """The saved working copy as it would go out now; key points and neighbours are made after publication."""
    try:
        page = laid_out(article, request.user)
    except BodyError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    facts = {
        "language": page.language,
        "current_section": article.section.slug,
        "title": f"Preview: {page.headline}",
        "description": page.dek,
        "head": mark_safe(ROBOTS),  # noqa: S308 - our own
        "messages": render_to_string("admin/articles/article/_preview.html", {"article": article}),
        "reader": render_to_string("_partials/_reader.html", {"user": request.user, "next": request.path}),
        "article": mark_safe(page.html),  # noqa: S308 - laid out from templates, as is the next
        "toc": mark_safe(page.toc),  # noqa: S308
    }
    response = render(request, "articles/_framed.html", facts)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
