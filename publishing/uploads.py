"""What a picture file may be, and how it is cleaned before it is kept."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from django.core.files import File

    from .models import Picture

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
# The longer side by the shorter one; far beyond it a rendition would be less than a pixel high.
MOST_STRETCHED = 20
# Twice the widest column: nothing larger is ever served, and renditions of 40 million pixels
# would keep an editor waiting for half a minute.
KEPT_SIDE = 2560
# What Pillow raises for a file that is not what it seems; AVIF's decoder adds RuntimeError.
UNREADABLE = (OSError, ValueError, SyntaxError, RuntimeError)


def picture_path(_picture: Picture, filename: str) -> str:
    """Return where an upload is kept: pictures/<first letters>/<name>."""
    name = PurePath(filename).name
    return f"pictures/{hashlib.sha256(name.encode()).hexdigest()[:2]}/{name}"


def check_picture(file: File[bytes]) -> None:
    """Refuse what is not a whole, reasonable picture: the type is judged by content, not by name.

    A file that a row keeps already was checked when it came. Raises ValidationError with a
    sentence for the editor.
    """
    if getattr(file, "_committed", False):
        return
    if not file.size:
        raise ValidationError("The file is empty.")
    if file.size > settings.PICTURE_MAX_BYTES:
        limit = settings.PICTURE_MAX_BYTES // (1024 * 1024)
        raise ValidationError(f"The file is {file.size / 1_048_576:.0f} MB; {limit} MB at most.")
    with opened(file) as image:
        width, height = image.size
        if width * height > settings.PICTURE_MAX_PIXELS:
            limit = settings.PICTURE_MAX_PIXELS // 1_000_000
            raise ValidationError(
                f"The picture has {width} by {height} pixels; {limit} million at most."
            )
        if max(width, height) > MOST_STRETCHED * min(width, height):
            raise ValidationError(
                f"The picture has {width} by {height} pixels; no page has room for such a strip."
            )
        # A camera's JPEG may carry a small second picture ("MPO"), which does not move.
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise ValidationError("The picture moves; upload a still one.")
        try:
            image.load()
        except UNREADABLE as error:
            raise ValidationError("The picture is damaged or cut short.") from error
    file.seek(0)


def opened(file: IO[bytes] | File[bytes]) -> Image.Image:
    """Open a picture of a kind that we take, without decoding it yet."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # The pixels are counted by check_picture, with a sentence of its own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(file, formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise ValidationError("The picture has far too many pixels.") from error
    except UNREADABLE as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or AVIF picture.") from error


def cleaned(file: File[bytes], name: str) -> ContentFile[bytes]:
    """Return the picture encoded anew: upright, no larger than needed, with no word of the camera.

    The name is made of `name` and the content, so that two uploads never meet.
    """
    check_picture(file)
    with opened(file) as image:
        kind = image.format if image.format in EXTENSIONS else "JPEG"
        upright = in_srgb(ImageOps.exif_transpose(image))
        has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        if kind == "JPEG" or not has_alpha:
            kind, pixels = (
                ("JPEG" if kind == "PNG" and not has_alpha else kind),
                upright.convert("RGB"),
            )
        else:
            pixels = upright.convert("RGBA")
        pixels.thumbnail((KEPT_SIDE, KEPT_SIDE))
        pixels.info = {}
        out = io.BytesIO()
        pixels.save(out, format=kind, quality=90)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:10]
    return ContentFile(content, name=f"{name}-{digest}.{EXTENSIONS[kind]}")


def in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in the colours that every screen assumes, at 8 bits a channel.

    Without this a phone's wide colours would turn dull once their profile is gone.
    """
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    mode = image.mode if image.mode in {"RGB", "RGBA"} else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image
