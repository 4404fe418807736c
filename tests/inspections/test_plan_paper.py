"""The approved plan as a paper of the file (CQ 10, CQ 13)."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.inspections import course
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.ledger.act import NotNow
from zhuangjian.apps.ledger.action import NotYours

pytestmark = pytest.mark.django_db
do = course.do


def papers(row):
    """The papers of the plan, oldest first."""
    return list(Document.objects.filter(target_id=row.pk, kind="inspection_plan").order_by("pk"))


def said(paper):
    """The words of a PDF, without the spaces and line ends of the setting."""
    pages = PdfReader(BytesIO(store.get("documents", paper.digest))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_approved_plan_is_printed_with_matters_days_mode_team_and_who_approved_it(world, region):
    row = do("inspections.print_plan", world.leader, course.plan_approved(world))
    pdf, word = papers(row)
    assert {pdf.media_type[-3:], word.media_type[-8:]} == {"pdf", "document"}
    words, plan = said(pdf), row.plan()
    for expected in (
        *plan.items.split(),
        row.party.name,
        world.leader.name,
        world.inspector.name,
        "现场检查",
    ):
        assert expected in words, expected
    assert f"{world.bureau_head.name}于" in words
    assert "方案版本第1版" in words


def test_a_plan_that_is_not_approved_is_printed_by_nobody_and_one_approved_not_by_a_member(world):
    row = course.planned(world)
    with pytest.raises(NotNow, match="尚未批准"):
        do("inspections.print_plan", world.leader, row)
    row = do("inspections.approve_plan", world.bureau_head, row)
    with pytest.raises(NotYours):
        do("inspections.print_plan", world.inspector, row)


def test_it_is_printed_once_and_again_when_a_change_was_consented_to(world):
    row = do("inspections.print_plan", world.leader, course.plan_approved(world))
    with pytest.raises(NotNow, match="已经打印"):
        do("inspections.print_plan", world.bureau_head, row)
    end = row.plan().end_on - timedelta(days=1)
    row = do(
        "inspections.request_change",
        world.leader,
        row,
        kind="schedule",
        reason="企业停产一天",
        start_on=row.plan().start_on,
        end_on=end,
    )
    asked = row.changes.get()
    row = do("inspections.decide_change", world.bureau_head, row, change=asked.public_id, consented=True)
    row = do("inspections.print_plan", world.bureau_head, row)
    words = said(papers(row)[2])
    assert "方案版本第2版" in words
    assert "企业停产一天" in words


def test_the_party_never_sees_the_plan(world):
    row = do("inspections.print_plan", world.leader, course.plan_approved(world))
    assert not Document.objects.visible_to(world.contact).filter(pk__in=[p.pk for p in papers(row)]).exists()


def test_the_plan_prints_the_cause_of_an_inspection_for_cause_and_what_it_rests_on(world, region):
    approved = course.plan_approved(world, inspection_type="for_cause", focus="投诉所指产品")
    row = do("inspections.print_plan", world.leader, approved)
    words = said(papers(row)[0])
    for expected in ("启动原因：", "所依据的材料：投诉举报", f"编号：{approved.task.origin.reference}"):
        assert expected in words, expected
