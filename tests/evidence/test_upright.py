"""A photograph taken with the camera upright is shown upright."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from zhuangjian.apps.documents.sniff import thumbnail

RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.mark.parametrize("orientation, place", [(1, (2, 20)), (3, (-3, 20)), (6, (20, 2)), (8, (20, -3))])
def test_the_thumbnail_is_turned_as_the_camera_says(orientation, place):
    """The left edge of the stored picture is red."""
    picture = Image.new("RGB", (400, 300), BLUE)
    picture.paste(RED, (0, 0, 100, 300))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    small = Image.open(io.BytesIO(thumbnail(out.getvalue())))
    assert (small.width > small.height) is (orientation in (1, 3))
    x, y = (at % side for at, side in zip(place, small.size, strict=True))
    red, _, blue = small.getpixel((x, y))
    assert red > 150
    assert blue < 80
    assert not small.getexif()
