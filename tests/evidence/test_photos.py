"""What a photograph shows stands beside it on paper; what was uploaded by mistake is taken back with a reason (CQ 15, 38)."""

from __future__ import annotations

import io

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.inspections import course
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.papers import record_digest
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def taken(w, row, colour, item="25", **more):
    return do("evidence.add", w.inspector, row, file=course.photo(colour=colour), item=item, **more)


def papers(row, kind):
    return {
        one.media_type.rpartition(".")[2].rpartition("/")[2]: store.get("documents", one.digest)
        for one in Document.objects.unrestricted().filter(target_id=row.pk, kind=kind)
    }


def test_the_same_picture_again_is_not_kept_twice_at_a_checkpoint_and_may_stand_at_another(world):
    row = course.found(world, {"i25": "nonconforming", "i30": "nonconforming"})
    first = taken(world, row, 10)
    with pytest.raises(Refusal, match="同一个文件已由测试inspector于"):
        taken(world, row, 10)
    taken(world, row, 10, "30")
    do("evidence.withdraw", world.leader, first, reason="拍错了地方")
    taken(world, row, 10)
    assert Evidence.objects.unrestricted().filter(inspection=row).count() == 3


def test_a_caption_is_the_teams_and_is_fixed_with_the_record(world):
    row = course.found(world, {"i25": "nonconforming"})
    piece = taken(world, row, 10, note="留样架")
    with pytest.raises(NotYours):
        do("evidence.caption", world.bureau_head, piece, note="别人写的")
    piece = do("evidence.caption", world.leader, piece, note="成品库留样架没有标签")
    assert (piece.note, str(piece)) == ("成品库留样架没有标签", f"成品库留样架没有标签（{piece.file_name}）")
    type(row).objects.filter(pk=row.pk).update(stage="recorded")
    piece = Evidence.objects.unrestricted().get(pk=piece.pk)
    for name, data in (("caption", {"note": "再改一次"}), ("withdraw", {"reason": "不要了的"})):
        with pytest.raises(NotNow, match="记录已经制作"):
            do(f"evidence.{name}", world.leader, piece, **data)


def test_the_record_has_its_photographs_two_a_page_with_what_they_show(world):
    row = course.closed_meeting(world, bad={"i25": "nonconforming"})
    for number in range(4):
        taken(world, row, 10 + 20 * number, note=f"第{number + 1}处温度记录")
    gone = taken(world, row, 90, note="拍错的照片")
    do("evidence.withdraw", world.leader, gone, reason="不是本企业的场所")
    do("evidence.add", world.inspector, row, file=course.photo(colour=120), note="线索照片")
    row = do("inspections.conclude", world.leader, row, handling_opinion="限期整改")
    row = do("inspections.record", world.leader, row)
    made = papers(row, "photo_appendix")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages]
    assert [page.count("处温度记录") for page in pages] == [2, 2]
    whole = "".join(pages)
    assert "测试inspector" in whole
    assert "拍错的照片" not in whole
    assert "线索照片" not in whole
    word = docx.Document(io.BytesIO(made["document"]))
    assert len(word.inline_shapes) == 4
    assert sum("处温度记录" in line.text for line in word.paragraphs) == 4
    rows = Document.objects.unrestricted().filter(
        target_id=row.pk, kind__in=["photo_appendix", "inspection_report", "nonconformity_list"]
    )
    assert row.record_digest == record_digest(list(rows.order_by("pk")))
    course.sign_all(world, row)
    do("inspections.deliver", world.leader, row, delivered_to="王经理")
    assert papers(row, "photo_appendix_signed_party")


def test_a_photograph_taken_upright_is_printed_upright(world):
    from zhuangjian.apps.documents.sniff import thumbnail

    image = Image.new("RGB", (400, 300), "white")
    out = io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(thumbnail(out.getvalue(), 1100))) as printed:
        assert printed.size == (300, 400)
