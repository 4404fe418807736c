"""QR codes and signature pictures."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final

import qrcode
from PIL import Image, UnidentifiedImageError

from zhuangjian.engines.rules.answer import Refusal

_LARGEST_SIDE: Final = 900


def qr_svg(text: str) -> str:
    """A QR code of ``text`` as SVG, one unit a module, with its quiet zone."""
    matrix = _matrix(text)
    size = len(matrix)
    squares = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}"/></svg>'
    )


def qr_png(text: str) -> bytes:
    """The same code as a PNG of 8 pixels a module."""
    matrix = _matrix(text)
    image = Image.new("1", (len(matrix), len(matrix)), 1)
    image.putdata([0 if dark else 1 for row in matrix for dark in row])
    out = BytesIO()
    image.resize((image.width * 8, image.height * 8), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=16)
def _matrix(text: str) -> list[list[bool]]:
    # Any mask can be read; trying all eight for the best-looking one costs more than the rest of the page.
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


def signature_png(data: bytes, whose: str) -> bytes:
    """A signature picture re-encoded as PNG of at most 900 pixels a side, without any metadata.

    Raises ``Refusal`` when ``data`` is no picture that can be read.
    """
    try:
        with Image.open(BytesIO(data)) as image:
            image.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
            plain = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refusal(f"{whose}的签名图片无法读取；请重新采集为 PNG 或 JPEG") from error
    out = BytesIO()
    plain.save(out, "PNG")
    return out.getvalue()
