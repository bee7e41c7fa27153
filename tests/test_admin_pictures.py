"""Pictures at the desk: what is refused, and in which words; what is kept, and without what."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms

from publishing.models import Picture
from tests.test_admin import address, form_data

pytestmark = pytest.mark.django_db
NOT_A_PICTURE = "This is not a JPEG, PNG, WebP or AVIF picture."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def encoded(
    kind: str = "JPEG", size: tuple[int, int] = (640, 400), mode: str = "RGB", **how: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **how)
    return out.getvalue()


def upload(client: Client, content: bytes, filename: str = "still.jpg", **changes: Any) -> Any:
    add = address(Picture, "add")
    data = form_data(client.get(add)) | {
        "name": "backtrace-still",
        "alt": "A man in a prison yard",
        "credit": "Jane Doe",
        "licence": "own",
        "file": SimpleUploadedFile(filename, content),
        **changes,
    }
    return client.post(add, data)


def test_a_picture_is_kept_with_its_size_and_its_renditions(
    admin_client: Client, media: Path
) -> None:
    assert upload(admin_client, encoded()).status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (640, 400)
    kinds = {path.suffix for path in media.rglob("*w.*")}
    assert kinds == {".avif", ".webp", ".jpeg"}
    for rendition in picture.file.get_picture_files_list():
        with Image.open(rendition.path) as image:
            assert image.width == rendition.width


def test_pictures_are_shown_in_the_list_and_in_the_form(admin_client: Client) -> None:
    upload(admin_client, encoded())
    picture = Picture.objects.get()
    for page in (address(Picture, "changelist"), address(Picture, "change", picture.pk)):
        content = admin_client.get(page).content.decode()
        assert 'alt="A man in a prison yard"' in content
        assert "w.webp" in content


def test_the_place_and_the_camera_are_forgotten(admin_client: Client, media: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # Turned by a quarter: the picture is kept upright.
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    raw = encoded(exif=exif, comment=b"SecretComment")
    assert b"SecretCamera" in raw
    assert b"SecretComment" in raw
    assert upload(admin_client, raw).status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (400, 640)
    files = [path for path in media.rglob("*") if path.is_file()]
    assert len(files) > 3
    for path in files:
        assert b"Secret" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif()


def animation() -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"Just some words.", "words.jpg", NOT_A_PICTURE),
        (b"%PDF-1.4", "paper.png", NOT_A_PICTURE),
        (SVG, "drawing.svg", NOT_A_PICTURE),
        (SVG, "drawing.jpg", NOT_A_PICTURE),
        (
            encoded("GIF", save_all=True, append_images=[Image.new("RGB", (640, 400), "red")]),
            "a.gif",
            NOT_A_PICTURE,
        ),
        (encoded("TIFF"), "scan.tiff", NOT_A_PICTURE),
        (animation(), "moving.webp", "The picture moves; upload a still one."),
        (encoded()[:900], "short.jpg", "The picture is damaged or cut short."),
        (encoded("PNG")[:200], "short.png", "The picture is damaged or cut short."),
        (encoded("AVIF")[:-20], "short.avif", "The picture is damaged or cut short."),
        (encoded(size=(3000, 2)), "strip.jpg", "no page has room for such a strip."),
        (b"", "empty.jpg", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused_in_words(
    admin_client: Client, media: Path, content: bytes, name: str, sentence: str
) -> None:
    page = upload(admin_client, content, name)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Picture.objects.exists()
    assert not list(media.iterdir())


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(
    admin_client: Client,
) -> None:
    for size in ((8000, 6000), (12000, 9000), (20000, 20000)):
        page = upload(admin_client, encoded("PNG", size, "1"), "bomb.png")
        assert page.status_code == 200
        content = page.content.decode()
        assert "40 million at most." in content or "far too many pixels" in content
    assert not Picture.objects.exists()


def test_a_file_that_is_too_large_is_refused(admin_client: Client, settings: Any) -> None:
    settings.PICTURE_MAX_BYTES = 1024
    assert "MB at most" in upload(admin_client, encoded()).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alt": ""}, "Describe the picture in the alternative text, or mark it as decorative."),
        ({"is_decorative": "on"}, "Describe the picture in the alternative text, or mark it"),
        ({"credit": ""}, "This field is required."),
        ({"focal_x": "1.5"}, "less than or equal to 1"),
        ({"name": "Not a name"}, "valid “slug”"),
    ],
)
def test_words_and_owner_must_travel_with_the_picture(
    admin_client: Client, changes: dict[str, str], sentence: str
) -> None:
    page = upload(admin_client, encoded(), **changes)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Picture.objects.exists()


def test_a_decorative_picture_needs_no_words(admin_client: Client) -> None:
    assert upload(admin_client, encoded(), alt="", is_decorative="on").status_code == 302


def test_the_words_are_changed_without_the_file(admin_client: Client) -> None:
    upload(admin_client, encoded())
    picture = Picture.objects.get()
    Path(picture.file.path).unlink()
    change = address(Picture, "change", picture.pk)
    data = form_data(admin_client.get(change)) | {"alt": "A man at a fence"}
    assert admin_client.post(change, data).status_code == 302
    after = Picture.objects.get()
    assert (after.alt, after.file.name) == ("A man at a fence", picture.file.name)


@pytest.mark.parametrize("content", [b"words", encoded()[:900]])
def test_a_bad_file_does_not_replace_a_good_one(admin_client: Client, content: bytes) -> None:
    upload(admin_client, encoded())
    picture = Picture.objects.get()
    change = address(Picture, "change", picture.pk)
    data = form_data(admin_client.get(change)) | {"file": SimpleUploadedFile("x.jpg", content)}
    assert admin_client.post(change, data).status_code == 200
    assert Picture.objects.get().file.name == picture.file.name


def test_a_new_file_replaces_the_old_one_under_a_new_name(admin_client: Client) -> None:
    upload(admin_client, encoded())
    picture = Picture.objects.get()
    change = address(Picture, "change", picture.pk)
    new = SimpleUploadedFile("x.png", encoded("PNG", (300, 300), "RGBA"))
    data = form_data(admin_client.get(change)) | {"file": new}
    assert admin_client.post(change, data).status_code == 302
    after = Picture.objects.get()
    assert after.file.name != picture.file.name
    assert (after.width, after.height, Path(after.file.name).suffix) == (300, 300, ".png")


def test_a_camera_picture_with_a_preview_inside_is_a_still_picture(admin_client: Client) -> None:
    raw = encoded("MPO", save_all=True, append_images=[Image.new("RGB", (160, 100))])
    assert upload(admin_client, raw).status_code == 302
    assert Path(Picture.objects.get().file.name).suffix == ".jpg"


def test_16_bit_grey_keeps_its_grey(admin_client: Client) -> None:
    out = io.BytesIO()
    Image.new("I;16", (200, 200), 128 * 256).save(out, "PNG")
    upload(admin_client, out.getvalue(), "grey.png")
    with Image.open(Picture.objects.get().file.path) as image:
        assert abs(image.convert("L").getpixel((5, 5)) - 128) < 4  # type: ignore[operator]  # one channel


def test_a_broken_colour_profile_is_forgiven(admin_client: Client) -> None:
    raw = encoded(icc_profile=b"not a profile")
    assert upload(admin_client, raw).status_code == 302


def test_colours_are_kept_when_their_profile_is_dropped(admin_client: Client) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (200, 200), (200, 30, 40)).save(out, "PNG", icc_profile=profile)
    upload(admin_client, out.getvalue(), "red.png")
    with Image.open(Picture.objects.get().file.path) as image:
        assert "icc_profile" not in image.info
        assert image.getpixel((5, 5)) == pytest.approx((200, 30, 40), abs=3)


def test_more_pixels_than_are_ever_served_are_not_kept(admin_client: Client) -> None:
    upload(admin_client, encoded(size=(3000, 1500)))
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (2560, 1280)
