"""Opposites: words that deny, and pairs of words that cannot both be right about the same thing."""

from collections import defaultdict

from articles.gate.passages import stem

NEGATORS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "nowhere",
        "without",
        "cannot",
        "hardly",
        "scarcely",
        "barely",
        "non",
    ]
)
# Words that deny without a "not"; where the source has one of them, a "not" in the sentence may say the same.
_DENYING = """
fail fails failed failing failure refuse refuses refused refusing refusal deny denies denied denying denial lack lacks lacked lacking
absence absent avoid avoids avoided reject rejects rejected rejecting rejection ban banned bans prevent prevents prevented prohibit prohibited
forbid forbidden forbade unable unwilling unlikely impossible illegal unlawful instead refrain abandon abandoned cancel cancelled canceled
unless neither zero unknown unclear unfinished undisclosed unaware unhurt uninjured unharmed false wrong incorrect myth dismiss dismissed
decline declined declines exclude excluded excludes free excused exempt spared blocked few little stopped ruled
"""
DENYING = frozenset(stem(word) for word in _DENYING.split()) | frozenset(_DENYING.split())

_PAIRS = """
rise fall | rose fell | rising falling | risen fallen | rise drop | rose dropped | rise decline | rose declined | increase decrease | increase fall
increase decline | increase reduce | grow shrink | grew shrank | gain lose | gain loss | win lose | won lost | victory defeat | accept reject
approve reject | approve refuse | support oppose | supporter opponent | higher lower | high low | more less | more fewer | most least | before after
alive dead | guilty innocent | convicted acquitted | convict acquit | open close | opened closed | begin end | began ended | start stop | start finish
include exclude | allow ban | allow forbid | allow prohibit | permit prohibit | legal illegal | lawful unlawful | succeed fail | success failure
confirm deny | admit deny | agree disagree | majority minority | best worst | largest smallest | biggest smallest | longest shortest | oldest youngest
older younger | older newer | above below | over under | buy sell | bought sold | import export | north south | east west | northern southern
eastern western | left right | male female | man woman | men women | boy girl | son daughter | mother father | husband wife | brother sister
raise cut | raised cut | raise lower | strengthen weaken | strong weak | stronger weaker | better worse | improve worsen | possible impossible
likely unlikely | able unable | safe dangerous | safe unsafe | public private | arrive leave | arrived left | enter leave | hire fire | hired fired
join leave | early late | earlier later | ally enemy | friend enemy | peace war | attack defend | arrest release | arrested released | advance retreat
expand contract | expand shrink | accelerate slow | praise criticise | praise criticize | praised criticised | praised criticized | love hate
profit loss | surplus deficit | positive negative | winner loser | victim attacker | survive die | survived died | heavy light | heavier lighter
fast slow | faster slower | full empty | hot cold | warm cool | rich poor | richer poorer | first last | upper lower | internal external | top bottom
"""
OPPOSITES: dict[str, set[str]] = defaultdict(set)
for _pair in _PAIRS.replace("\n", "|").split("|"):
    if _words := _pair.split():
        _one, _two = (stem(_word) for _word in _words)
        OPPOSITES[_one].add(_two)
        OPPOSITES[_two].add(_one)
