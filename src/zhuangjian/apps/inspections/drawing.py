"""A signature drawn on the screen: kept as the lines that were drawn, in a box of 600 by 200, and made a picture for papers.

Lines are small enough for a row of the ledger, cannot hide anything else, and print sharp at any size.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 600, 200
STROKES, POINTS = 80, 2200
# A dot or a slip of the finger is no signature.
LEAST = 80.0
FINER, PEN = 3, 4

Stroke = list[tuple[int, int]]


def strokes_of(text: str) -> list[Stroke]:
    """The lines of a drawn signature: a JSON list of lists ``[x, y, x, y, …]``. ValueError says in Chinese what is wrong."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("手写签名无法读取，请重写") from None
    if not isinstance(given, list) or not 0 < len(given) <= STROKES:
        raise ValueError("手写签名无法读取，请重写")
    found = [_stroke(one) for one in given]
    if sum(map(len, found)) > POINTS:
        raise ValueError("手写签名笔画太多，请重写")
    if _length(found) < LEAST:
        raise ValueError("手写签名太短，请写全姓名")
    return found


def _stroke(given: object) -> Stroke:
    whole = isinstance(given, list) and len(given) >= 2 and len(given) % 2 == 0
    if not whole or any(type(one) is not int for one in given):  # type: ignore[attr-defined]
        raise ValueError("手写签名无法读取，请重写")
    points = list(zip(given[::2], given[1::2], strict=True))  # type: ignore[index]
    if any(not (0 <= x <= WIDTH and 0 <= y <= HEIGHT) for x, y in points):
        raise ValueError("手写签名超出了签名框，请重写")
    return points


def _length(strokes: list[Stroke]) -> float:
    return sum(
        ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 for one in strokes for (x1, y1), (x2, y2) in pairwise(one)
    )


@lru_cache(maxsize=64)
def picture_of(text: str) -> bytes:
    """The drawn signature as a PNG, black on white."""
    image = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), 255)
    pen = ImageDraw.Draw(image)
    half = PEN * FINER / 2
    for stroke in strokes_of(text):
        line = [(x * FINER, y * FINER) for x, y in stroke]
        if len(line) > 1:
            pen.line(line, fill=0, width=PEN * FINER, joint="curve")
        for x, y in (line[0], line[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=0)
    out = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def shown(text: str) -> str:
    """The picture as an address that a page shows; nothing where nobody drew, or what stands there is no drawing."""
    try:
        return f"data:image/png;base64,{b64encode(picture_of(text)).decode()}" if text else ""
    except ValueError:
        return ""
