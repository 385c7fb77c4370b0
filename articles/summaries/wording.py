"""The small words by which a sentence leans on another, language by language; English first, others as they come.

A language that is missing here is served by punctuation alone: nothing is cut off, and no opener is held against it.
"""

import re

# Openers that lean on the sentence before.
LEANING = {
    "en": "also|and|another|as such|both|but|either|he|hence|her|here|him|his|how|however|i|in doing so|it|its|let"
    "|likewise|me|meanwhile|my|neither|nor|one such|or|others|our|she|so|such|that|the (?:former|latter|other|others"
    "|pair|same|two)|their|them|then|these|they|this|those|thus|too|us|we|what|which|who|why|yet|you|your",
    "de": "aber|allerdings|also|außerdem|dabei|dadurch|daher|damit|das|dennoch|deshalb|dies|diese|dieser|dieses|doch"
    "|er|es|ihr|ihre|jedoch|sie|sein|seine|trotzdem|und|wir|zudem",
    "es": "además|aquello|así|ella|ellas|ello|ellos|esa|ese|eso|esta|estas|este|esto|estos|él|pero|sin embargo|su|sus|y",
    "fr": "ainsi|ce|cela|celle|celui|cependant|ces|cet|cette|donc|elle|elles|et|il|ils|leur|leurs|mais|or|pourtant"
    "|sa|ses|son|toutefois",
    "ko": "게다가|그|그는|그녀는|그들은|그러나|그런데|그리고|따라서|또|또한|반면|이|이는|이에|하지만|한편",
}
# Connectives that may be cut off in front without changing what the rest says. "But for", "But not before", "Yet to"
# and "Yet unnamed" are something else. Hedges ("Perhaps", "Reportedly") are never in this list.
CONNECTIVES = {
    "en": r"(?:and|but|yet)(?:,| (?!(?:again|another|for|not|so|to|un\w+|whereas)\b))"
    r"|(?:additionally|also|as a result|at the same time|besides|by contrast|consequently|conversely|even so|finally"
    r"|for example|for instance|furthermore|hence|however|in addition|in contrast|in fact|in other words|indeed"
    r"|instead|likewise|meanwhile|moreover|nevertheless|nonetheless|of course|on the other hand|similarly|still"
    r"|that said|then|therefore|thus|to be sure),",
}
# A clause behind one of these may go, if it is the last and says none of the words below. A dash must bring in a noun,
# or what stands before it may be no statement.
TAIL = {
    "en": r"; (?!and\b)|, (?:which|whereas|where|while|who) |(?: [–—] |—)(?=(?:an?|including|the|with)\b)",
}
# Negations, attributions, hedges, conditions, contrasts, accusations: a clause with one of them always stays.
WEIGHTY = {
    "en": r"accord\w*|accus\w+|acknowledg\w+|add(?:s|ed|ing)|admit\w*|alleg\w+|although|announc\w+|apparent\w*"
    r"|argu\w+|as|assert\w*|because|believ\w+|blam\w+|but|call\w*|can|cannot|charg\w+|claim\w*|conced\w+|could"
    r"|critic\w*|den(?:y|ied|ies|ying)|despite|disput\w*|doubt\w*|except|expect\w*|fail\w*|false\w*|few|hardly"
    r"|however|if|insist\w*|lack\w*|likely|little|may|maybe|might|neither|never|no|nobody|none|nor|not|nothing|only"
    r"|perhaps|possibl[ey]|potential\w*|probabl[ey]|provided|purported\w*|rarely|refus\w+|report\w*|said|say\w*"
    r"|seem\w*|should|suggest\w*|suspect\w*|tell\w*|than|that|though|told|unconfirmed|unless|unlikely|unproven"
    r"|until|unverified|warn\w*|whether|without|would|wr(?:ite|ites|iting|ong|ote)|yet|\w+n['’]t",
}
# A sentence that opens with one of these may have its main clause in the part that would be cut.
SUBORDINATE = {"en": r"after|although|as|because|before|even|if|since|though|unless|until|when|whenever|whether|while"}

SPOKE = r"(?:added|argued|asked|explained|noted|recalled|said|says|told|warned|wrote)"
# What a stranger to the article trips over, sought in the words outside quotations.
STUMBLES = {
    "en": (
        # Who are we?
        re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|us)\b"),
        # Who said it?
        re.compile(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:\w+ )?{SPOKE}\b|\b{SPOKE} (?:he|she|they)\b"),
        # Which one? "The scene was", but not "The start of", nor "The party that".
        re.compile(
            r"^(?:(?:At|By|From|In|On|To) t|T)he (?![A-Z\d])(?!(?:[\w'’-]+ ){1,3}(?:between|of|that|who|whose)\b)"
        ),
        re.compile(r"\b(?:this|these|those|such)\b"),
        # When?
        re.compile(
            r"\b(?:years?|months?|weeks?|days?|hours?) (?:before|earlier|later),"
            r"|\b(?:that|same|next|following|previous) (?:year|month|week|day|night|time|moment)\b"
        ),
        # Also to what, but against what?
        re.compile(r"^(?:And|But|Yet)\b|\b(?:also|however|instead|meanwhile|otherwise|therefore|too)\b", re.IGNORECASE),
    )
}
