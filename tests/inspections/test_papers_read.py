"""What a served paper says, read as the official who must put the seal on it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.inspections import course
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.contents import context_of
from zhuangjian.engines.rules.bases import LABELS

pytestmark = pytest.mark.django_db
FOR_OFFICERS = (
    "可用的结论",
    "按符合计",
    "请核对",
    "对照官方文件",
    "两种读法",
    "内容待确认",
    "结论为符合要求、",
)


def papers_of(row):
    """The text of each PDF of the record, without the spaces and line ends of the setting."""
    rows = Document.objects.filter(
        target_model="inspections.inspection", target_id=row.pk, media_type="application/pdf"
    )
    return {
        paper.kind: "".join(
            "".join(page.extract_text().split())
            for page in PdfReader(BytesIO(store.get("documents", paper.digest))).pages
        )
        for paper in rows
    }


def test_a_report_says_its_sums_and_conclusion_and_nothing_meant_for_the_officer(world, region):
    row = course.recorded(world, bad={"i25": "nonconforming"})
    said = papers_of(row)["inspection_report"]
    assert "未达到16" in said
    assert "结论为“生产质量管理体系存在缺陷”。" in said
    for words in (*FOR_OFFICERS, *LABELS.values()):
        assert words not in said, words


def test_a_paper_cites_no_article_that_is_still_to_be_confirmed(world, region):
    row = course.recorded(world, bad={"i25": "nonconforming"})
    reason = row.conclusion_answer["reasons"][-1]
    sure = reason.get("basis", "official") != "to_be_confirmed"
    printed = context_of("inspection_report", row, row.concluded_at).judgement.reasons[-1]
    assert bool(printed.article) is sure
    assert sure is (region == "chongqing")


def shop_record(world):
    """An operator's record form, by a team of the district authority."""
    for name in ("leader", "inspector"):
        person = world.people[name]
        person.authority = world.district
        person.save()
        enrol(person)
    world.people["bureau_head"] = world.district_head
    return course.recorded(
        world,
        unit=world.district,
        party=world.shop,
        conclusion={"conclusion": "operation_conforming", "reasons": "依据检查表逐项评定"},
        form="record_form",
    )


def test_an_item_whose_words_nobody_knows_is_neither_asked_nor_printed(world, region):
    row = shop_record(world)
    assert [p.no for p in checkpoints_of(row) if not (p.topic or p.summary)] == []
    said = papers_of(row)["record_form"]
    assert "OP09" in said
    assert "OP11" in said
    assert "OP10" not in said


def test_a_conclusion_that_a_person_chose_prints_their_reason_and_not_the_list(world, region):
    row = shop_record(world)
    said = papers_of(row)["record_form"]
    assert "依据检查表逐项评定。" in said
    for words in (*FOR_OFFICERS, *LABELS.values()):
        assert words not in said, words
    assert len(context_of("record_form", row, row.concluded_at).judgement.reasons) == 1
    assert len(row.conclusion_answer["reasons"]) > 1


def test_a_checkpoint_without_a_result_is_said_not_to_have_been_inspected(world):
    row = course.arrived(world)
    row = course.do("inspections.obstruction", world.leader, row, form="materials", note="拒绝提供批记录")
    row = course.do("inspections.conclude", world.leader, row)
    reasons = [r.text for r in context_of("inspection_report", row, row.concluded_at).judgement.reasons]
    assert reasons[0].endswith("检查 0 项（共 81 项），另有 81 项未检查。")
    assert "其中 81 项没有写明检查结果，按符合计。" in row.conclusion_answer["reasons"][0]["text"]


def test_every_place_of_a_signed_copy_says_how_it_was_signed_and_no_place_of_the_record_does(world):
    said = papers_of(course.delivered(world))
    for kind in ("inspection_report_signed_party", "nonconformity_list_signed"):
        assert said[kind].count("已签字") == 3, kind
    assert "已签字" not in said["inspection_report"]
