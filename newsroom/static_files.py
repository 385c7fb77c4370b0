"""How static files are stored for a real site: under names that hold a hash of their content, and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts find one another under those names too: one of a release never meets one of another."""

    support_js_module_import_aggregation = True
