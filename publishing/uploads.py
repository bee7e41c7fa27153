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
from PIL import Image, ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files import File

    from .models import Picture

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def picture_path(_picture: Picture, filename: str) -> str:
    """Return where an upload is kept: pictures/<first letters>/<name>."""
    name = PurePath(filename).name
    return f"pictures/{hashlib.sha256(name.encode()).hexdigest()[:2]}/{name}"


def check_picture(file: File[bytes]) -> None:
    """Refuse what is not a whole, reasonable picture: the type is judged by content, not by name.

    Raises ValidationError with a sentence for the editor.
    """
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
                f"The picture has {width} × {height} pixels; {limit} million at most."
            )
        if getattr(image, "n_frames", 1) > 1:
            raise ValidationError("The picture moves; upload a still one.")
        try:
            image.load()
        except (OSError, ValueError, SyntaxError) as error:
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
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or AVIF picture.") from error


def cleaned(file: File[bytes], name: str) -> ContentFile[bytes]:
    """Return the picture encoded anew: upright, and with no metadata of the camera or the place.

    The name is made of `name` and the content, so that two uploads never meet.
    """
    check_picture(file)
    with opened(file) as image:
        kind = image.format or "JPEG"
        upright = ImageOps.exif_transpose(image)
        has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        if kind == "JPEG" or not has_alpha:
            kind, pixels = ("JPEG" if kind == "PNG" and not has_alpha else kind), upright.convert("RGB")
        else:
            pixels = upright.convert("RGBA")
        pixels.info = {}
        out = io.BytesIO()
        pixels.save(out, format=kind, quality=90)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:10]
    return ContentFile(content, name=f"{name}-{digest}.{EXTENSIONS[kind]}")
