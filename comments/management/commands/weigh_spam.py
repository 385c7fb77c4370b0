"""weigh_spam: weighs the marks of advertising anew on thoughts that people have judged."""

import gzip
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from comments.moderation.judging import HELD_FROM
from comments.moderation.spam import WEIGHTS
from comments.moderation.spam_weighing import auroc, f1, features, fit, kept, left_out


class Command(BaseCommand):
    """Prints what the weights reach on groups that they have not seen, and stores them only when asked to."""

    help = "Fit the weights of the spam filter to JSON lines of text, label (1 = spam) and set (what to leave out at a time)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, and whether to keep the result."""
        parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines, gzipped if the name ends in .gz")
        parser.add_argument("--store", action="store_true", help=f"write the weights to {WEIGHTS.name}")

    def handle(self, *args: Any, file: Path, store: bool, **options: Any) -> None:
        """Measures by leaving one group out at a time, then fits to all."""
        try:
            with (
                gzip.open(file, "rt", encoding="utf-8")
                if file.suffix == ".gz"
                else file.open(encoding="utf-8") as lines
            ):
                rows = [json.loads(line) for line in lines]
            texts, groups = [row["text"] for row in rows], [str(row["set"]) for row in rows]
            labels = np.array([float(row["label"]) for row in rows])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file}: {error}: give JSON lines with text, label (0 or 1) and set.") from error
        seen = features(texts)
        scores = left_out(seen, labels, groups)
        for group in (*sorted(set(groups)), None):
            of = np.array([group is None or name == group for name in groups])
            figures = f"AUROC {auroc(labels[of], scores[of]):.3f}, F1 {f1(labels[of], scores[of], HELD_FROM):.3f}"
            self.stdout.write(f"{group or 'all, each left out in turn'}: {figures}")
        weights = json.dumps(kept(*fit(seen, labels)), indent=2)
        if store:
            WEIGHTS.write_text(weights + "\n", encoding="utf-8")
        self.stdout.write(weights)
