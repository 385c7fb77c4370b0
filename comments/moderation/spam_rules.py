"""What advertising does in a thought: one pattern for each way, over small letters with single spaces.

All repetition is bounded, so that no text takes long.
"""

import re
from typing import NamedTuple

ADDRESS = (
    r"(?:https?:/{0,2}|www\.)[^\s<>\"']{2,500}"
    r"|(?<![\w-])[a-z0-9-]{2,63}\.(?:com|net|org|info|biz|tv|ru|co|me|io|ly|be|gl|tk|de|uk|us|shop|site|online|xyz|club|top|link)"
    r"\b(?:/[^\s<>\"']{0,500})?"
)
# What people advertise, as "my …".
THING = (
    r"(?:chann?ell?s?|videos?|vids?|songs?|covers?|pages?|web ?sites?|sites?|blogs?|music|playlists?|streams?|beats?|mixtapes?"
    r"|albums?|tracks?|remix(?:es)?|parod(?:y|ies)|profiles?|accounts?|stores?|shop|bands?|apps?|books?|facebook|instagram"
    r"|twitter|soundcloud|youtube|links?|stuff|work|content|games?|movies?|petition|campaign)"
)
PLEASE = r"(?:pl+e+a*s+e*|pl[zs]{1,20})"


class Rule(NamedTuple):
    """A way of advertising: its name, what a moderator reads, and the pattern."""

    name: str
    says: str
    pattern: re.Pattern[str]


RULES = tuple(
    Rule(name, says, re.compile(pattern))
    for name, says, pattern in (
        ("address", "holds a link", ADDRESS),
        (
            "subscribe",
            "asks to subscribe",
            (
                r"(?<!n't )(?<!not )\b(?:un)?(?:subscri|suscri|subcri|subsri|sucscri|subscib|subscrb)[a-z]{0,9}\b"
                r"(?! to (?:the|that|this|such) (?:view|idea|notion|theory|belief|opinion|school))"
                r"|\bsub(?:s|bed)?\b(?= (?:to )?(?:me|my|us|our|back|4|for)\b)|\b(?:\d{1,9}|more|some|for|get) subs\b|\bsub[ .!]{0,9}$"
            ),
        ),
        (
            "look",
            "asks to look at something",
            (
                r"\bcheck(?:ing|ed)? (?:[\w']{1,30} ){0,4}?out\b|\bcheck ?out\b|\bcheck (?:my|our|this|these|mine|me)\b"
                r"|\b(?:take|have) a (?:look at|peek)\b|\blook at (?:my|our)\b|\bgo to (?:my|our|this)\b"
                r"|\bvisit (?:my|our|us|me|this|now|at)\b|\bsearch (?:for )?(?:my|our|me|us)\b"
                r"|\b(?:come|go) (?:and |to |over )?(?:see|watch|check|look|listen)\b|\b(?:watch|listen to|view|hear) (?:my|our)\b"
                r"|\bclick (?:here|it|on (?:the|my|this|our)|the link|my|this|below|and)\b"
            ),
        ),
        ("own", "points to something of the author's own", rf"\b(?:my|our|ma|mah)(?: [\w']{{1,30}}){{0,3}}? {THING}\b"),
        (
            "follow",
            "asks to be followed",
            (
                r"\bfollow(?:ing)? (?:me|us|my|our|back|for|4|on|@|and|plz|pls)\b|\bfollowers? (?:pl|on|back|and)|\badd me\b"
                r"|\bjoin (?:us|me|my|our|now|here)\b|\bfriend me\b|\b(?:come|hit) (?:me|us) up\b|\bplease follow\b"
            ),
        ),
        (
            "votes",
            "asks for votes or to be passed on",
            (
                r"\bthumbs? (?:it |this )?up\b|\blike (?:this comment|this if|if you|my|our|and sub|the comment|and share|it if)\b"
                r"|\blikes? (?:for|=)|\bget this (?:comment )?to\b|\bvote (?:for )?(?:me|my|us|our)\b"
                r"|\bshare (?:this|it|my|our|your|with|if)\b|\brepost|\bcopy and paste|\bsend this\b|\bcomment if\b|\btop comment\b"
            ),
        ),
        (
            "money",
            "promises money",
            (
                r"\b(?:make|making|made|earn|earning|earned|get|getting|win|winning) (?:[\w']{1,30} ){0,3}?"
                r"(?:money|cash|income|paid|[$€£] ?\d[\d,.k]{0,12}|\d[\d,.k]{0,12} ?(?:dollars|bucks|usd|[$€£]))"
                r"|\bextra (?:money|cash|income)\b|[$€£] ?\d[\d,.k]{0,12} (?:a|an|per|every|each|/) ?(?:day|hour|week|month)"
                r"|\bpay ?pal\b|\bgift ?cards?\b|\bgive ?away\b|\bwork(?:ing)? (?:from|at) home\b|\bpassive income\b|\bfinancial freedom\b"
            ),
        ),
        (
            "goods",
            "offers goods",
            (
                r"\bfor free\b|\bfree (?:[\w']{1,30} )?(?:gifts?|downloads?|apps?|games?|credits?|trial|stuff|music|money|iphones?|ipads?"
                r"|android|v-?bucks|likes|views|followers|subscribers|access|shipping|beats?|samples?|e-?books?|itunes|codes?)\b"
                r"|\bbuy (?:my|now|here|it here|followers|likes|views|this)\b|\b(?:discount|promo|coupon) codes?\b|\b\d{1,3} ?% off\b"
                r"|\bdownload (?:it|now|my|this|here|free|a|the app)\b|\bon sale now\b|\bout now\b"
                r"|\bavailable (?:now|on|at) (?:itunes|amazon|spotify)"
            ),
        ),
        (
            "wares",
            "offers what spam usually sells",
            (
                r"\bcasinos?\b|\bviagra\b|\bcialis\b|\bpayday loans?\b|\bloan offers?\b|\bforex\b|\bbinary options?\b"
                r"|\bcrypto (?:trading|signals|investment)\b|\bbitcoin (?:trading|investment|mining)\b|\bescorts?\b"
                r"|\bweight loss (?:pill|secret|formula)|\bhack(?:s|ed)? (?:for|tool|account)|\bspell caster\b|\b(?:seo services?|backlinks?)\b"
                r"|\breplica (?:watch|bag)|\bcheap(?:est)? (?:price|followers|views|loans?|meds|pills)"
            ),
        ),
        (
            "please",
            "begs",
            (
                rf"\b{PLEASE}\b(?: [\w']{{1,30}}){{0,3}}? (?:check|sub\w{{0,9}}|like|follow|listen|watch|help|visit|share|support|view|vote"
                r"|look|read|click|join|add|give|buy|donate)\b"
                r"|\b(?:check|subs?|subscribe|like|follow|listen|watch|visit|share|support|view|vote|look|click|join|me|it|out)\b[ ,]{0,3}"
                rf"{PLEASE}\b|\bhelp (?:me|us) (?:out|get|reach|pay|make|by|become|grow)\b|\bsupport (?:me|us|my)\b"
                r"|\bgive (?:me|us|it|him|her|them) a (?:chance|listen|look|try|shot)\b|\bmeans? (?:so much|a lot|the world|alot)\b"
                r"|\b(?:would|i|really|much|be) (?:really |greatly )?appreciated?\b"
            ),
        ),
        (
            "oneself",
            "introduces its author's works",
            (
                r"\bi(?:'?m| am) (?:just )?(?:a |an )?(?:[\w']{1,30} ){0,4}?(?:rapper|singer|artist|producer|musician|you ?tuber|gamer|dj"
                r"|songwriter|band|dancer|director|film ?maker|blogger)\b"
                rf"|\b(?:i|we) (?:just |also |have |only ){{0,2}}(?:make|made|upload|uploaded|post|posted|sing|rap|started|created|do) "
                rf"(?:[\w']{{1,30}} ){{0,3}}?{THING}\b|\b(?:my|our) (?:new|first|own|latest|very own)\b"
            ),
        ),
        (
            "hail",
            "hails everybody",
            (
                r"^ ?(?:hey|hi|hello|yo|sup|attention|dear)\b(?: [\w']{1,30}){0,2}? (?:guys?|everyone|everybody|all|there|people|friends?"
                r"|you ?tube|fans?|viewers?|ladies)\b"
            ),
        ),
        (
            "contact",
            "gives an address to write to",
            (
                r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w|\bwhats ?app\b|\btelegram\b|\bskype\b|\bkik\b"
                r"|\b(?:e-?mail|text|call|contact|inbox|dm|message|pm) (?:me|us|him|her) (?:at|on|for|now|if|with|via)|\+ ?\d[\d \-()]{8,20}\d"
            ),
        ),
    )
)
