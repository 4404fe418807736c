"""What must have been inspected before a conclusion: all, the chosen, the focus; the rest with a reason (CQ 16, 24, 25, 29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.test_courses import COURSE
from zhuangjian.engines.rules import course_for, pack_for
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.courses_load import check_coverage, courses_of
from zhuangjian.engines.rules.courses_models import CourseFile
from zhuangjian.engines.rules.covering import Item, covered, refuse_uncovered
from zhuangjian.engines.rules.source import SourceError, read_yaml

REGIONS = ("chongqing", "liaoning")
DAY = date(2026, 11, 2)
ITEMS = (("1", "critical"), ("2", "major"), ("3", "general"), ("4", "general"))


def looked_at(*done: str, plan: str = "1234") -> list[Item]:
    return [Item(no, kind, no in plan, no in done) for no, kind in ITEMS]


def answer(kind: str, items: list[Item], region: str = "chongqing", mode: str = "on_site", licence: str = ""):
    course = course_for(kind, mode, "manufacturer", region=region).value
    return covered(course, kind, items, on=DAY, licensing=licence or None, region=region)


def refused(
    kind: str, items: list[Item], reason: str = "", region: str = "chongqing", **more: str
) -> Refusal:
    with pytest.raises(Refusal) as found:
        refuse_uncovered(answer(kind, items, region, **more), reason, region=region)
    return found.value


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("licence", ["licensing_new", "licensing_extension"])
@pytest.mark.parametrize("mode", ["on_site", "off_site_written"])
def test_a_new_licence_and_an_extension_leave_no_item_out_whatever_the_reason(region, licence, mode):
    found = refused("licensing", looked_at("1", "2", "4"), "时间不够", region, mode=mode, licence=licence)
    assert found.missing == ("第3项",)
    assert region == "liaoning" or found.article == "CQ 24"
    whole = answer("licensing", looked_at("1", "2", "3", "4"), region, mode, licence)
    refuse_uncovered(whole, "", region=region)


@pytest.mark.parametrize("region", REGIONS)
def test_a_change_of_licence_needs_the_chosen_items_and_no_other(region):
    given = {"region": region, "licence": "licensing_change"}
    found = refused("licensing", looked_at("1", plan="13"), "时间不够", **given)
    assert found.missing == ("第3项",)
    assert region == "liaoning" or found.article == "CQ 25"
    refuse_uncovered(answer("licensing", looked_at("1", "3", plan="13"), **given), "", region=region)


@pytest.mark.parametrize("region", REGIONS)
def test_a_routine_inspection_needs_its_focus_by_a_rule_of_the_house_and_a_reason_for_the_rest(region):
    found = refused("routine", looked_at("1", "3", "4"), "时间不够", region)
    assert (found.article, found.missing) == ("良好做法", ("第2项",))
    left = looked_at("1", "2", "3")
    asked = refused("routine", left, "  ", region)
    assert asked.missing == ("第4项",)
    assert asked.article != "良好做法"
    assert "不作符合处理" in asked.message
    refuse_uncovered(answer("routine", left, region), "该工序当日没有生产", region=region)


def test_focus_that_the_plan_does_not_have_is_said_to_need_a_change_of_the_plan():
    found = refused("routine", looked_at("2", "3", plan="23"))
    assert found.missing == ("第1项",)
    assert "请先申请变更检查内容" in found.message
    assert "变更检查内容" not in refused("routine", looked_at("2", "3", "4")).message


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    ("kind", "mode"), [("for_cause", "on_site"), ("other", "on_site"), ("routine", "off_site_written")]
)
def test_what_follows_a_cause_or_is_made_from_afar_asks_a_reason_alone(region, kind, mode):
    assert refused(kind, looked_at(), "", region, mode=mode).missing == ("第1项", "第2项", "第3项", "第4项")
    refuse_uncovered(answer(kind, looked_at(), region, mode), "只核查线索所涉批次", region=region)


def test_a_region_that_has_ended_the_house_rule_asks_a_reason_alone():
    law = pack_for("chongqing")
    pack = replace(law, practices={**law.practices, "focus_covered": ()})
    course = course_for("routine", "on_site", "manufacturer", pack=law).value
    found = covered(course, "routine", looked_at("3"), on=DAY, pack=pack)
    assert found.value.lacking == ()
    refuse_uncovered(found, "原因", pack=pack)


def test_counts_say_how_many_were_asked_for_and_inspected():
    value = answer("routine", looked_at("1", "2", plan="123")).value
    assert (value.asked, value.done, value.left) == (3, 2, ("3",))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "[{types: [routine], must: focus, practice: focus_covered, cites: focus, reason: 重点都查}]",
            "许可检查",
        ),
        ("[{must: nothing, cites: nowhere, reason: 没有登记的}]", "nowhere"),
        ("[{must: focus, practice: nobodys, cites: focus, reason: 没有登记的}]", "nobodys"),
    ],
)
def test_a_course_that_leaves_a_type_open_or_names_what_is_not_there_does_not_load(tmp_path, rows, words):
    path = tmp_path / "courses.yaml"
    path.write_text(COURSE.replace("      starts: one\n", f"      starts: one\n      coverage: {rows}\n"))
    source, law = read_yaml(path), pack_for("chongqing")
    course = CourseFile.model_validate(source.data).courses["small"][0]
    with pytest.raises(SourceError, match=words):
        check_coverage(source, ("courses", "small", 0), course, law)


@pytest.mark.parametrize("region", REGIONS)
def test_every_shipped_course_says_what_must_be_covered(region):
    assert all(course.coverage for editions in courses_of(pack_for(region)).values() for course in editions)
