"""The paper as a Django app."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles and what they rest on."""

    name = "articles"
    verbose_name = "The paper"

    def ready(self) -> None:
        """Registers what the post can do for the paper."""
        from articles import jobs  # noqa: F401, PLC0415 - imported for its effect, when models are loaded
        from articles.drafting import jobs as drafting  # noqa: F401, PLC0415 - likewise
        from articles.ingest import jobs as ingest  # noqa: F401, PLC0415 - likewise
        from articles.search import words  # noqa: F401, PLC0415 - likewise
