"""The two articles that the project starts from, as they were given."""

from pathlib import Path
from typing import Any

import yaml

DOCUMENTS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "starting_articles.yaml").read_text(encoding="utf-8")
)
MORE_THAN_COURTESY, WHAT_CHINA_WANTS = (f"/articles/{slug}/" for slug in DOCUMENTS)
