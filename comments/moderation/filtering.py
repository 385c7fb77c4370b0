"""What a judge of texts says becomes a phase's verdict: held from the threshold on, with the words it rests on."""

from comments.models import State
from comments.moderation.draft import Grounds, Verdict
from comments.moderation.judging import Verdict as Judgement


def held(body: str, judgement: Judgement, threshold: float, says: str) -> Verdict | None:
    """Holds a text whose score reaches the threshold; `says` begins the sentence that moderators read."""
    if judgement.score < threshold:
        return None
    why = f"{says} ({judgement.score:.2f})" + "".join(f", {ground}" for ground in judgement.grounds)
    words: list[Grounds] = [
        {"says": f"“{body[start:end]}”", "start": start, "end": end} for start, end in judgement.spans
    ]
    return Verdict(State.WITHHELD, [{"says": why}, *words])
