"""A picture that unfolds into far more than its bytes gets no thumbnail."""

from io import BytesIO

import pytest
from PIL import Image

from zhuangjian.apps.documents import sniff


def picture(side, kind):
    out = BytesIO()
    Image.new("1" if kind == "PNG" else "L", side).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("side", "drawn"), [((100, 100), True), ((100, 101), False)])
def test_a_png_up_to_the_limit_is_drawn_and_one_row_more_is_not(monkeypatch, side, drawn):
    monkeypatch.setattr(sniff, "MOST_PIXELS", 10_000)
    assert (sniff.thumbnail(picture(side, "PNG")) is not None) is drawn


def test_a_bomb_of_a_hundred_million_pixels_is_never_decoded(monkeypatch):
    content = picture((10_000, 10_000), "PNG")
    monkeypatch.setattr(Image.Image, "thumbnail", lambda *_: pytest.fail("decoded"))
    assert sniff.thumbnail(content) is None


def test_a_large_jpeg_keeps_its_thumbnail(monkeypatch):
    monkeypatch.setattr(sniff, "MOST_PIXELS", 10_000)
    assert sniff.thumbnail(picture((400, 300), "JPEG")) is not None
