"""Pictures of an exchange: files beside the file, in a folder of their own."""

import hashlib
from pathlib import Path
from typing import Any

from articles.models import Article, ArticleVersion, Image
from articles.pictures import MAX_BYTES, PictureError, take_in


class Folder:
    """Where an export puts pictures: `<name of the file>-images/`, named by their article."""

    def __init__(self, file: Path) -> None:
        self.path = file.with_name(f"{file.name.split('.')[0]}-images")
        self.latest = ""

    def place(self, image: Image, name: str) -> str:
        """Writes the picture as it is stored; returns its path relative to the file."""
        target = self.path / f"{name}.webp"
        # A version and its working copy mostly have the same one, and follow each other.
        if self.latest != name:
            self.path.mkdir(exist_ok=True)
            with image.file.open() as stored:
                target.write_bytes(stored.read())
            self.latest = name
        return f"{self.path.name}/{target.name}"


def hang(article: Article, images: list[dict[str, str]], folder: Path) -> list[str]:
    """Gives the working copy its picture, not saved; returns what could not be taken, in sentences."""
    before, words = article.hero, []
    article.hero = None
    for position, image in enumerate(images):
        if position:
            words.append(f"The picture {image['file']} is left out: an article has one.")
            continue
        try:
            article.hero = _taken(before, read(folder, image["file"]), image["file"])
        except PictureError as error:
            words.append(f"The picture {image['file']} is left out. {error}")
            continue
        for name in ("alt", "caption", "credit"):
            setattr(article, f"hero_{name}", image.get(name, ""))
    return words


def same_pictures(text: Article | ArticleVersion, line: dict[str, Any], folder: Path) -> bool:
    """True where the line gives no picture that could be read, or just the one that the text has."""
    if "images" not in line:
        return True
    given = line["images"][:1]
    if not given:
        return not text.hero
    try:
        data = read(folder, given[0]["file"])
    except PictureError:
        return True
    words = all(given[0].get(name, "") == getattr(text, f"hero_{name}") for name in ("alt", "caption", "credit"))
    return words and text.hero is not None and _is(text.hero, data)


def read(folder: Path, name: str) -> bytes:
    """The bytes of a picture below the folder; raises PictureError for what lies elsewhere, is missing or too large."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise PictureError("It does not lie beside the file: give a path relative to it.")
        if not path.is_file():
            raise PictureError("There is no such file: put it there, or correct the path.")
        if path.stat().st_size > MAX_BYTES:
            raise PictureError("It has more than 10 MB: save it smaller.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(f"It cannot be read ({error}).") from error


def _taken(known: Image | None, data: bytes, name: str) -> Image:
    """What the article has already is not encoded once more."""
    return known if known and _is(known, data) else take_in(data, Path(name).name)


def _is(image: Image, data: bytes) -> bool:
    """The picture as uploaded, or as stored."""
    if image.sha256 == hashlib.sha256(data).hexdigest():
        return True
    with image.file.open() as stored:
        return bool(stored.read() == data)
