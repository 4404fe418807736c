"""A signature drawn on the screen stands on the record; what is no signature is refused; a refusal carries none (CQ 14)."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.inspections import course
from tests.inspections.course import do
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.contents import printed_signature
from zhuangjian.apps.inspections.drawing import HEIGHT, POINTS, STROKES, WIDTH, picture_of, strokes_of
from zhuangjian.apps.inspections.papers import current_signatures
from zhuangjian.engines.rules.answer import Refusal

OTHER = json.dumps([[30, 150, 300, 20], [350, 100, 560, 100]])
NAME = json.dumps([[20, 40, 200, 60, 320, 150], [400, 30, 400, 180]])


def test_the_lines_are_kept_as_drawn_and_make_a_picture_in_black_on_white():
    assert strokes_of(NAME)[1] == [(400, 30), (400, 180)]
    picture = Image.open(BytesIO(picture_of(NAME)))
    assert picture.size == (WIDTH, HEIGHT)
    assert picture.getpixel((400, 100)) < 20
    assert picture.getpixel((500, 100)) == 255


@pytest.mark.parametrize(
    "text",
    [
        "画",
        "{}",
        "[]",
        "[[1]]",
        "[[1, 2, 3]]",
        '[["1", 2]]',
        "[[true, 2, 300, 2]]",
        "[[1.5, 2, 300, 2]]",
        json.dumps([[0, 0, WIDTH + 1, 0]]),
        json.dumps([[0, 0, 0, HEIGHT + 1]]),
        json.dumps([[0, 0, 100, -1]]),
        json.dumps([[0, 0, 100, 0]] * (STROKES + 1)),
        json.dumps([[0, 0, 100, 0] * (POINTS // 2 + 1)]),
        # A dot, and a line just too short for a name.
        "[[5, 5]]",
        "[[0, 0, 79, 0]]",
        "[" * 5000,
    ],
)
def test_what_is_no_signature_is_refused(text):
    with pytest.raises(ValueError, match="手写签名"):
        strokes_of(text)


def test_both_sides_of_every_bound():
    assert strokes_of("[[0, 0, 80, 0]]")
    assert strokes_of(json.dumps([[0, 0, WIDTH, HEIGHT]]))
    assert len(strokes_of(json.dumps([[0, 0, 100, 0]] * STROKES))) == STROKES
    assert strokes_of(json.dumps([[0, 0, 100, 0] * (POINTS // 2)]))


def test_the_signed_copies_carry_what_each_side_drew(world):
    row = course.recorded(world)
    row = do("inspections.sign", world.leader, row, drawn=NAME, device="Android 360×740")
    row = do("inspections.sign", world.inspector, row)
    row = do("inspections.party_sign", world.leader, row, kind="signed", signer_name="李总", drawn=OTHER)
    drawn = {s.signer_name: bool(s.drawn) for s in row.signatures.all()}
    assert drawn == {world.leader.name: True, world.inspector.name: False, "李总": True}
    row = do("inspections.deliver", world.leader, row, delivered_to="李总")
    printed = [printed_signature(one, row).image for one in current_signatures(row)]
    assert printed == [picture_of(NAME), None, picture_of(OTHER)]
    copies = Document.objects.unrestricted().filter(kind__contains="_signed", target_id=row.pk)
    for one in copies:
        pages = PdfReader(BytesIO(store.get("documents", one.digest))).pages
        assert sum(len(page.images) for page in pages) >= 2


def test_a_refusal_carries_no_signature(world):
    row = course.recorded(world)
    with pytest.raises(Refusal, match="不应有手写签名"):
        do("inspections.party_sign", world.leader, row, kind="refused", signer_name="李总", drawn=NAME)
    with pytest.raises(Refusal) as refused:
        do("inspections.sign", world.leader, row, drawn="[[5, 5]]")
    assert "手写签名" in " ".join(refused.value.missing)
    assert not row.signatures.exists()
