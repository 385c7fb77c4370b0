"""The sources' addresses at the desk: what was read from each, what went wrong, and a button to read it anew."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from articles.freezing import latest_texts
from articles.ingest.reading import KIND, UNDER_WAY, host_of, read
from articles.models import Article, Source, SourceDocument
from newsroom.outbox.models import Job


@dataclass(frozen=True)
class Row:
    """A linked source, its text as last read, and the reading that is under way, if any."""

    source: Source
    document: SourceDocument | None
    job: Job | None

    @property
    def host(self) -> str:
        """Where the address leads."""
        return host_of(self.source.url)


def reading(request: HttpRequest, article: Article) -> HttpResponse:
    """The linked sources one by one; POST reads the address of the named one."""
    sources = [citation.source for citation in article.citation_set.select_related("source")]
    if request.method == "POST":
        source = get_object_or_404(Source, pk=request.POST.get("source"), citation__article=article)
        words = (
            "Its address is being read." if read(source, article) else "It has no address, or is being read already."
        )
        messages.info(request, f"{source.publisher}: {words}")
        return HttpResponseRedirect(request.path)
    texts = latest_texts([source.pk for source in sources])
    jobs = Job.objects.filter(kind=KIND, payload__source__in=[source.pk for source in sources], state__in=UNDER_WAY)
    by_source = {job.payload["source"]: job for job in jobs}
    rows = [Row(source, texts.get(source.pk), by_source.get(source.pk)) for source in sources]
    facts = {"title": "Sources", "article": article, "rows": rows}
    return render(request, "admin/articles/article/reading.html", facts)
