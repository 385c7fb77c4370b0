"""Sources present: what an article rests on is linked, or the page says that it is not."""

from collections.abc import Iterator

from articles.gate.finding import Finding, Severity
from articles.models import AiRole, Article

NAME = "Sources"


def check(article: Article) -> Iterator[Finding]:
    """An article without any source is red where a machine had part in the body, amber where people wrote it."""
    if article.sources.exists():
        return
    machine = article.ai_body != AiRole.NONE
    yield Finding(
        check=NAME,
        severity=Severity.RED if machine else Severity.AMBER,
        message="No source is linked."
        + (" A machine had part in the body, so readers must be able to check it." if machine else ""),
        remedy="Add a source below the body"
        + (", or publish with a reason that readers will see." if machine else "; the page says so otherwise."),
    )
