"""The sentence of an article that a thought is about."""

import re

from articles.models import Article, Sentence

# "12" is a sentence of the text that stands now, "3.12" of version 3: what a form was opened on may be corrected since.
NAMED = re.compile(r"(?:([1-9][0-9]{0,5})\.)?([1-9][0-9]{0,5})")


def sentence_named(article: Article, name: str) -> Sentence | None:
    """The sentence that `name` means, of the article's live version or of an earlier published one; None for any other."""
    found = NAMED.fullmatch(name)
    live = Article.objects.published().filter(pk=article.pk).values_list("live__number", flat=True).first()
    if not found or live is None or int(found[1] or live) > live:
        return None
    sentences = Sentence.objects.filter(version__article=article.pk, version__number=int(found[1] or live))
    return sentences.select_related("version").filter(number=int(found[2])).first()


def name_of(sentence: Sentence) -> str:
    """What a form calls the sentence."""
    return f"{sentence.version.number}.{sentence.number}"
