"""Public names: what readers may be called."""

import re
import unicodedata

from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils.text import slugify

from articles.models import Contributor
from comments.moderation.unmasking import BLANK, seen
from newsroom.models import User

SHORTEST, LONGEST = 2, 40
# Nobody may pass for the house: the first wherever they stand in a name, the others as words of it.
OF_THE_HOUSE = ("newsroom", "moderator", "administrator")
AS_WORDS = ("editor", "editors", "editorial", "admin", "admins", "mod", "mods", "staff", "root", "support")
LEFT = "A reader who left"
SIGNS = " .-'"
# Marks that change no letter on the page: joiners of graphemes and selectors of variants.
UNSEEN = {"\u034f", "\u17b4", "\u17b5", *map(chr, range(0x180B, 0x1810)), *map(chr, range(0xFE00, 0xFE10)), *BLANK}
MOST_MARKS = 2
# Digits and pairs of letters that pass for a letter, once `seen` has read what else does.
PASSES_FOR = (("0", "o"), ("1", "l"), ("i", "l"), ("3", "e"), ("4", "a"), ("5", "s"), ("7", "t"), ("8", "b"), ("rn", "m"),
              ("vv", "w"))  # fmt: skip
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")


class UnfitNameError(ValueError):
    """Readers cannot be called that; the message says why, and what would do."""


def fit_name(wanted: str, user: User | None = None) -> str:
    """The name as it would stand beside thoughts; `user` is whose it shall be, if there is an account yet.

    2 to 40 letters, digits, spaces, full stops, hyphens and apostrophes of any script; nobody else's name whatever its
    case, and none that passes for the house or for one of its writers. Raises UnfitNameError.
    """
    name = _tidied(wanted)
    _check_length(name)
    _check_characters(name)
    _check_impostor(name, user)
    if is_taken(name, user):
        raise UnfitNameError("Somebody is called that already. Add a letter or a second name.")
    return name


def is_taken(name: str, user: User | None = None) -> bool:
    """Whether another reader has the name, in capitals or not, or one that differs in its signs alone.

    Addresses are made of small letters by Python, which knows those of all scripts; the database may know the Latin ones.
    """
    others = User.objects.exclude(pk=user.pk) if user else User.objects.all()
    same = Q(small=Lower(Value(name))) | Q(slug=slugify(name, allow_unicode=True)[:50])
    return others.annotate(small=Lower("public_name")).filter(same).exists()


def look(name: str) -> str:
    """A name as it looks at a glance: two with the same look may be taken for one another."""
    shown = "".join(seen(character) or "" for character in name)
    for sign, letter in PASSES_FOR:
        shown = shown.replace(sign, letter)
    return "".join(character for character in shown if character.isalnum())


def _tidied(wanted: str) -> str:
    """Composed (NFC), one kind of apostrophe and hyphen, single spaces."""
    name = unicodedata.normalize("NFC", wanted).replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
    return re.sub(r"\s+", " ", name).strip()


def _check_length(name: str) -> None:
    if not SHORTEST <= len(name) <= LONGEST:
        raise UnfitNameError(f"A name has {SHORTEST} to {LONGEST} characters; this one has {len(name)}.")


def _check_characters(name: str) -> None:
    marks = 0
    for character in name:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Mc"} else 0
        if kind in {"Cc", "Cf"} or character in UNSEEN or marks > MOST_MARKS:
            raise UnfitNameError(
                "Something in this name cannot be seen or stands on top of other letters. Type it anew."
            )
        if kind[0] not in "LM" and kind != "Nd" and character not in SIGNS:
            raise UnfitNameError(
                f"Names have no “{character}”. Use letters, digits, spaces, full stops, hyphens and '."
            )
    if not any(character.isalpha() for character in name):
        raise UnfitNameError("A name has at least one letter.")
    if not (name[0].isalnum() and name[-1] not in " -"):
        raise UnfitNameError("A name begins with a letter or a digit and does not end with a hyphen.")


def _check_impostor(name: str, user: User | None) -> None:
    for word in re.split(r"[ .'-]+", name):
        scripts = {unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()}
        if len(scripts.intersection(ALPHABETS)) > 1:
            raise UnfitNameError(f"“{word}” mixes letters of two alphabets that look alike. Write it in one.")
    whole, words = look(name), {look(word) for word in re.split(r"[ .'-]+", name)}
    reserved = {look(word) for word in AS_WORDS}
    if words & reserved or whole in {*reserved, look(LEFT)} or any(look(word) in whole for word in OF_THE_HOUSE):
        raise UnfitNameError("This name could be taken for somebody of the newsroom. Choose another.")
    writers = Contributor.objects.exclude(user=user.pk) if user else Contributor.objects.all()
    if any(look(writer) == whole for writer in writers.values_list("name", flat=True)):
        raise UnfitNameError("One of our writers is called that. Choose another name.")
