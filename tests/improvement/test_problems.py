"""Common problems: counted from the database, listed by a person, closed by figures or by reasons, never mixed (LN 2(1))."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.improvement.test_plan import do, opened, owed
from tests.inspections import course
from zhuangjian.apps.improvement.actions.surveys import read_questions
from zhuangjian.apps.improvement.models import Analysis, Problem, Survey
from zhuangjian.apps.improvement.sheets_problems import counted
from zhuangjian.apps.inspections.models import Finding, Inspection
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


def looked_at(w: Any, results: list[str], day: datetime, item: str = "13") -> None:
    """Inspections whose record was handed over that day, each with one result for the checkpoint."""
    first = Inspection.objects.order_by("pk").first() or course.arrived(w)
    for place, result in enumerate(results):
        row = Inspection.objects.get(pk=first.pk)
        row.pk = row.id = None
        row._state.adding = True
        row.public_id = row._meta.get_field("public_id").default()
        row.task, row.number, row.stage = None, f"{day:%Y%m%d}-{place}", "delivered"
        row.delivered_at = day
        row.save()
        who = (w.leader, w.inspector)[place % 2]
        Finding.objects.create(inspection=row, item=item, result=result, found_by=who, found_at=day)


def listed(w: Any, region: str, before: list[str]) -> Problem:
    """On the list since a month ago, with what was found before."""
    plan = opened(w, region)
    start = timezone.now() - timedelta(days=30)
    looked_at(w, before, start - timedelta(days=40))
    analysis = do("improvement.analyse", w.programme_officer, None, start, plan=plan.public_id)
    return do(  # type: ignore[no-any-return]
        "improvement.list_problem",
        w.programme_officer,
        analysis,
        start,
        checkpoint="actual 13",
        title="体系文件不齐全",
        measures="印发指引，专题培训",
        unit=w.bureau.pk,
        due=timezone.localdate() + timedelta(days=60),
    )


BEFORE = ["nonconforming"] * 24 + ["conforming"] * 16


def test_the_counts_are_those_of_delivered_inspections_and_a_person_makes_the_list(world, region):
    case = listed(world, region, BEFORE)
    analysis = Analysis.objects.get()
    (row,) = [one for one in analysis.rows if one["item"] == "13"]
    assert (row["hits"], row["n"], row["parties"]) == (24, 40, 1)
    assert (row["theme"], row["edition"]) == ("documents" if region == "liaoning" else "", "actual")
    assert (analysis.last.year - analysis.first.year, analysis.inspections) == (3, 40)
    assert (case.before_hits, case.before_n) == (24, 40)
    assert owed(case) == [("improvement.solve", "inspector")]
    again = {"checkpoint": "actual 13", "title": "再列一次", "measures": "同上措施", "unit": world.bureau.pk}
    again["due"] = timezone.localdate() + timedelta(days=9)
    with pytest.raises(Refusal, match="已在清单中"):
        do("improvement.list_problem", world.head, analysis, timezone.now(), **again)


def test_it_closes_by_figures_only_after_enough_inspections_and_a_fall_that_is_no_chance(world, region):
    case, now = listed(world, region, BEFORE), timezone.now()
    close = ("improvement.close_by_figures", world.leader, case, now)
    day = now - timedelta(days=5)
    looked_at(world, ["nonconforming"] * 2 + ["conforming"] * 27, day)
    with pytest.raises(Refusal, match="29 次发现 2 次.*至少要有 30 次"):
        do(*close)
    looked_at(world, ["conforming"], day + timedelta(days=1))
    case = do(*close)
    assert (case.stage, case.after_hits, case.after_n, owed(case)) == ("figures", 2, 30, [])
    with pytest.raises(NotNow):
        do("improvement.ask_reasons", world.leader, case, now, reasons="已经解决，不再需要跟踪。")


def test_where_the_figures_show_no_change_the_head_signs_reasons_and_it_stands_apart(world, region):
    case, now = listed(world, region, BEFORE), timezone.now()
    looked_at(world, ["nonconforming"] * 15 + ["conforming"] * 17, now - timedelta(days=5))
    with pytest.raises(Refusal, match="看不出不是偶然"):
        do("improvement.close_by_figures", world.bureau_head, case, now)
    case = do(
        "improvement.ask_reasons", world.leader, case, now, reasons="所涉企业已经停产，不再有同类情形。"
    )
    assert set(owed(case)) == {("improvement.solve", "inspector"), ("improvement.sign_reasons", "head")}
    with pytest.raises(NotYours):
        do("improvement.sign_reasons", world.bureau_head, case, now, signed=True)
    with pytest.raises(Refusal, match="写明意见"):
        do("improvement.sign_reasons", world.head, case, now)
    case = do("improvement.sign_reasons", world.head, case, now, signed=True)
    assert (case.stage, case.closed_by, case.after_n, owed(case)) == ("reasons", world.head, 32, [])


def test_enterprises_answer_a_survey_once_each_and_the_answers_are_counted(world, region):
    plan = opened(world, region)
    now = datetime.now(UTC)
    asked = {
        "title": "体系运行调研",
        "questions": "多久自查？|每年|每半年\n有什么困难？",
        "closes_on": timezone.localdate(),
    }
    row = do("improvement.open_survey", world.programme_officer, plan, now, **asked)
    mine = {"party": world.maker.pk}
    with pytest.raises(Refusal, match="第 1 题请从“每年”“每半年”中选择"):
        do("improvement.answer_survey", world.contact, row, now, answers="每月", **mine)
    with pytest.raises(Refusal, match="您代表的企业"):
        do("improvement.answer_survey", world.other_contact, row, now, answers="每年", **mine)
    do("improvement.answer_survey", world.contact, row, now, answers="每年", **mine)
    do("improvement.answer_survey", world.contact, row, now, answers="每半年\n缺少检验人员", **mine)
    do("improvement.answer_survey", world.other_contact, row, now, answers="每半年", party=world.shop.pk)
    first, second = counted(Survey.objects.get(), world.head)
    assert [one["count"] for one in first["options"]] == [0, 2]
    assert second["words"] == ["缺少检验人员"]
    row = do("improvement.close_survey", world.head, row, now)
    with pytest.raises(NotNow, match="已经结束"):
        do("improvement.answer_survey", world.contact, row, now, answers="每年", **mine)
    for text, said in (("自查？|每年", "第 1 行的选项"), ("\n", "现有 0 个"), ("|每年|每月", "没有题目")):
        with pytest.raises(ValueError, match=said):
            read_questions(text)
