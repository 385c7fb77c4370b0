"""Taking in a picture: checked by content, turned upright, re-encoded, stripped of everything but the pixels."""

import hashlib
import io

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageOps

from articles.models import Image, Rendition

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
WIDEST = 1600
WIDTHS = (480, 960)
QUALITY = 82


class PictureError(ValueError):
    """The upload is not a picture we take; the message says why and what to do."""


def take_in(data: bytes, name: str = "") -> Image:
    """Stores a picture, at most 1,600 px wide, as WebP; the same bytes come back as the same Image.

    Raises PictureError for what is too large, no JPEG, PNG or WebP by content, or damaged. Size and measures are
    checked before anything is decoded, since a small file can hold a gigantic picture.
    """
    if len(data) > MAX_BYTES:
        raise PictureError(f"The picture has {len(data) / 1024 / 1024:.0f} MB; the limit is 10 MB. Save it smaller.")
    digest = hashlib.sha256(data).hexdigest()
    if known := Image.objects.filter(sha256=digest).first():
        return known
    picture = _at_most(_decode(data), WIDEST)
    image = Image(sha256=digest, name=name[:150], width=picture.width, height=picture.height)
    image.file.save("", _encode(picture), save=False)
    image.save()
    return image


def _decode(data: bytes) -> Pillow.Image:
    try:
        with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PictureError(
                    f"The picture has {opened.width} × {opened.height} pixels; the limit is 40 million. Save it smaller."
                )
            return ImageOps.exif_transpose(opened).convert("RGB")
    except PictureError:
        raise
    except Exception as error:  # Pillow raises many kinds for hostile files; all mean the same here.
        raise PictureError(
            "This file is no JPEG, PNG or WebP picture, or it is damaged. Save it again and upload that."
        ) from error


def _at_most(picture: Pillow.Image, width: int) -> Pillow.Image:
    if picture.width <= width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width)), Pillow.Resampling.LANCZOS)


def _encode(picture: Pillow.Image) -> ContentFile:  # type: ignore[type-arg]  # no type argument at run time
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return ContentFile(out.getvalue())


def make_renditions(image: Image) -> int:
    """Writes the smaller widths that are missing; returns how many. Safe to run twice."""
    have = set(image.renditions.values_list("width", flat=True))
    wanted = [width for width in WIDTHS if width < image.width and width not in have]
    if wanted:
        with image.file.open() as stored:
            picture = _decode(stored.read())
        for width in wanted:
            rendition = Rendition(image=image, width=width)
            rendition.file.save("", _encode(_at_most(picture, width)), save=False)
            rendition.save()
    return len(wanted)
