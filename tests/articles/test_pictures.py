"""A picture is taken in by what it is, not by what it is called."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Pillow

from articles.models import Image
from articles.pictures import PictureError, make_renditions, take_in
from newsroom.outbox.working import work_off
from tests import factories

pytestmark = pytest.mark.django_db


def claimed_size(width: int, height: int) -> bytes:
    """A small PNG that says it is gigantic."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


HOSTILE = {
    "text": b"I am no picture.",
    "empty": b"",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script></html>",
    "gif with script": factories.picture(10, 10, "GIF") + b"<script>alert(1)</script>",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "cut off": factories.picture(400, 300)[:200],
    "gigantic": claimed_size(30_000, 30_000),
    "too many bytes": b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024 + 1),
    "zip as jpg": b"PK\x03\x04" + b"0" * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(PictureError, match=r"(picture|pixels|limit)"):
        take_in(HOSTILE[name])
    assert not Image.objects.exists()


def test_a_picture_is_stored_as_webp_under_a_random_name_with_nothing_but_its_pixels() -> None:
    exif = Pillow.Exif()
    exif[0x0110] = "Secret camera"
    image = take_in(factories.picture(2000, 1000, "JPEG", exif=exif), "../../holiday.jpg")
    stored = Path(image.file.path).read_bytes()
    assert Pillow.open(io.BytesIO(stored)).format == "WEBP"
    assert (image.width, image.height) == (1600, 800)
    assert b"Secret camera" not in stored
    assert "holiday" not in image.file.name
    assert len(Path(image.file.name).stem) == 32


def test_the_same_bytes_are_one_picture() -> None:
    data = factories.picture()
    assert take_in(data) == take_in(data)


def test_renditions_are_made_once_and_only_smaller() -> None:
    image = take_in(factories.picture(1200, 600))
    assert make_renditions(image) == 2
    assert make_renditions(image) == 0
    assert "480w" in image.sizes()["srcset"]


def test_after_publishing_a_worker_makes_the_widths_and_the_page_offers_them(client: Client) -> None:
    article = factories.published(hero=take_in(factories.picture(1600, 900)), hero_alt="A harbour")
    assert "480w" not in client.get(article.get_absolute_url()).content.decode()
    work_off()
    assert "480w" in client.get(article.get_absolute_url()).content.decode()


def test_a_picture_is_served_for_ever_and_can_do_nothing(client: Client) -> None:
    image = take_in(factories.picture())
    answer = client.get(image.file.url)
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    "path", ["", "img/", "../settings.py", "img/../../etc/passwd", "img/none.webp", "secrets.json"]
)
def test_nothing_but_pictures_is_served(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code in {400, 404}


def test_the_desk_is_told_beside_the_field_that_a_file_is_no_picture(client: Client, editor: Any) -> None:
    client.force_login(editor)
    article = factories.draft()
    upload = io.BytesIO(b"I am no picture.")
    upload.name = "holiday.jpg"
    answer = client.post(
        f"/admin/articles/article/{article.pk}/change/",
        {"headline": "Kept headline", "body": "Kept body.", "picture": upload},
    )
    page = answer.content.decode()
    assert "This file is no JPEG, PNG or WebP picture" in page
    assert "Kept body." in page
