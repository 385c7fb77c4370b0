"""Words that deny each other. Vectors cannot tell them apart: "rise" lies as near to "fall" as to "climb"."""

from articles.evidence.lexicon import listed
from articles.evidence.wording import stem

OPPOSITES = {
    frozenset(stem(word) for word in pair.split("/"))
    for pair in listed("""
        accept/reject accept/refuse admit/deny alive/dead allow/ban allow/forbid allow/prevent
        approve/reject arrest/release arrive/leave ascend/descend attack/defend begin/end begin/finish
        boy/girl brother/sister build/demolish buy/sell cheap/expensive confirm/deny
        convict/acquit create/destroy daughter/son day/night death/birth decline/increase decline/rise decrease/grow
        decrease/increase decrease/rise defeat/victory deficit/surplus departure/arrival drop/increase drop/rise
        drop/surge early/late east/west easy/difficult enemy/ally enter/leave expand/shrink export/import fail/pass
        fail/succeed fall/increase fall/rise fall/surge false/true fast/slow father/mother female/male
        first/last gain/loss gain/lose guilty/innocent happy/sad hard/soft hero/villain
        high/low higher/lower highest/lowest hire/dismiss hire/fire hot/cold husband/wife include/exclude
        innocence/guilt keep/delete keep/remove large/small largest/smallest lead/trail left/right legal/illegal
        lift/impose long/short longest/shortest lose/win loss/profit loss/win loss/victory love/hate lower/raise
        majority/minority man/woman major/minor maximum/minimum men/women negative/positive
        north/south northern/southern eastern/western old/young older/younger open/close optimistic/pessimistic
        ordinary/extraordinary peace/war poor/rich praise/condemn praise/criticise praise/criticize private/public
        promote/demote protect/harm pull/push raise/cut rise/plunge safe/dangerous
        strengthen/weaken strong/weak support/oppose supporter/opponent survive/die temporary/permanent
        top/bottom victim/attacker voluntary/mandatory voluntary/compulsory wide/narrow
    """)
}
# A shorter word with "in" or "un" before it is usually another word.
SHORTEST = 4
DENYING = ("un", "in", "im", "il", "ir", "dis", "non")


def opposite(one: str, other: str) -> bool:
    """Says whether two stems deny each other: a known pair, or the same word with "un-" and the like before it."""
    short, long = sorted((one, other), key=len)
    return frozenset((one, other)) in OPPOSITES or (
        len(short) >= SHORTEST and any(long == prefix + short for prefix in DENYING)
    )
