"""The course of an inspection as data: what is next, for whom, why not; a course that cannot be walked is not loaded."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pack_files import copy_packs
from zhuangjian.engines.rules import course_for, load_pack, moved, ways_on
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.courses_load import courses_of
from zhuangjian.engines.rules.source import SourceError
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode, PartyKind

REGIONS = ("chongqing", "liaoning")
COURSE = """courses:
  small:
    - title: 小程序
      effective_from: 2024-01-01
      article: 良好做法
      basis: house
      meaning: 只为测试写的程序
      facts: {told: 是否告知}
      starts: one
      steps:
        one:
          stage: first
          line: 第一步
          acts:
            a.look: {whose: 甲方, cites: opening, must: true, to: {done: stays}}
            a.go: {whose: 甲方, cites: plan, to: {done: two, over: end}}
          left_out:
            - {act: a.look, when: {told: false}, cites: opening, reason: 没有告知的可以省略}
        two:
          stage: second
          line: 第二步
          acts:
            a.back: {whose: 乙方, cites: plan, to: {done: one}}
            a.end: {whose: 乙方, cites: plan, to: {done: end}}
        end: {stage: last, line: 办结, ends: true}
"""


def written(tmp_path: Path, text: str = COURSE):
    """A copy of the shipped packs in which Chongqing has a course of its own in place of the national one."""
    root = copy_packs(tmp_path)
    (root / "national" / "courses.yaml").unlink()
    (root / "chongqing" / "courses.yaml").write_text(text, encoding="utf-8")
    return load_pack("chongqing", root)


@pytest.fixture
def small(tmp_path):
    """The pack with the small course, and the course."""
    pack = written(tmp_path)
    return pack, course_for("routine", "on_site", "manufacturer", pack=pack).value


@pytest.mark.parametrize("region", REGIONS)
def test_every_type_mode_and_kind_of_party_has_one_course(region):
    courses = [course for editions in courses_of(load_pack(region)).values() for course in editions]
    for kind, mode, party in product(InspectionType, Mode, PartyKind):
        answer = course_for(kind, mode, party, region=region)
        fitting = [course.narrowed(kind) for course in courses if course.fits(kind, mode, party)]
        assert fitting == [answer.value]


def test_the_article_of_an_act_is_the_regions_own_and_a_region_without_one_shows_the_national_one():
    def law(region: str) -> dict[str, str]:
        course = course_for("routine", "on_site", "manufacturer", region=region).value
        return {one.act: one.article for one in ways_on(course, "on_site", region=region).value}

    assert law("chongqing")["inspections.closing"] == "CQ 15"
    assert law("liaoning")["inspections.closing"] == "检查办法"
    assert not any("CQ" in article for article in law("liaoning").values())


def test_an_unannounced_inspection_may_leave_out_the_opening_and_an_announced_one_may_not():
    course = course_for("routine", "on_site", "manufacturer", region="chongqing").value
    unannounced = ways_on(course, "on_site", {"announced": False, "obstruction": False}, region="chongqing")
    announced = ways_on(course, "on_site", {"announced": True, "obstruction": False}, region="chongqing")
    opening = [next(n for n in a.value if n.act == "inspections.opening") for a in (unannounced, announced)]
    assert [bool(n.left_out) for n in opening] == [True, False]
    assert any(reason.article == "CQ 12" for reason in unannounced.reasons)


def test_a_step_is_not_left_while_something_that_must_be_done_is_open(small):
    pack, course = small
    with pytest.raises(Refusal, match=r"a\.look") as refused:
        moved(course, "first", "a.go", facts={"told": True}, pack=pack)
    assert refused.value.article == "CQ 12"
    done = moved(course, "first", "a.go", did=["a.look"], facts={"told": True}, pack=pack)
    waived = moved(course, "first", "a.go", facts={"told": False}, pack=pack)
    assert (done.value.stage, waived.value.stage) == ("second", "second")


def test_what_is_not_known_leaves_nothing_out_and_is_named(small):
    pack, course = small
    answer = ways_on(course, "first", pack=pack)
    assert answer.missing == ("是否告知",)
    assert not answer.value[0].left_out
    with pytest.raises(Refusal):
        moved(course, "first", "a.go", pack=pack)


def test_a_matter_can_be_ended_although_something_was_open(small):
    pack, course = small
    after = moved(course, "first", "a.go", "over", facts={"told": True}, pack=pack).value
    assert (after.stage, after.ended) == ("last", True)


def test_an_act_that_the_step_does_not_have_and_an_outcome_that_it_does_not_know_are_refused(small):
    pack, course = small
    with pytest.raises(Refusal, match="没有这一事项"):
        moved(course, "second", "a.go", pack=pack)
    with pytest.raises(Refusal, match="没有“lost”这一结果"):
        moved(course, "second", "a.end", "lost", pack=pack)
    with pytest.raises(Refusal, match="没有状态"):
        ways_on(course, "nowhere", pack=pack)


BACK = "            a.back: {whose: 乙方, cites: plan, to: {done: one}}\n"
END = "            a.end: {whose: 乙方, cites: plan, to: {done: end}}\n"
CIRCLE = (
    "            a.back: {whose: 乙方, cites: plan, to: {done: three}}\n"
    "        three: {stage: third, line: 第三步, acts: {a.x: {whose: 乙方, cites: plan, to: {done: two}}}}\n"
)


@pytest.mark.parametrize(
    ("instead", "by", "said"),
    [
        ("to: {done: two, over: end}", "to: {done: end}", "到不了"),
        (BACK + END, CIRCLE, "没有任何办法办结"),
        ("to: {done: one}", "to: {done: nowhere}", "没有的步骤 nowhere"),
        ("stage: second", "stage: first", "状态同为 first"),
        ("ends: true", "ends: false", "不是结束步骤的要写明怎样往下走"),
        ("starts: one", "starts: zero", "起始步骤 zero"),
        ("cites: opening, must", "cites: openning, must", "openning 没有登记"),
        ("when: {told: false}", "when: {seen: false}", "没有登记案情 seen"),
        ("{act: a.look, when", "{act: a.lock, when", r"没有事项 a\.lock"),
        ("line: 第二步", "lines: 第二步", r"two\.line 缺少必填项"),
    ],
)
def test_a_course_that_cannot_be_walked_is_not_loaded_and_says_where(tmp_path, instead, by, said):
    assert instead in COURSE
    pack = written(tmp_path, COURSE.replace(instead, by))
    with pytest.raises(SourceError, match=said) as fault:
        courses_of(pack)
    assert "courses.yaml" in str(fault.value)


def test_two_courses_for_one_combination_are_refused(tmp_path):
    other = COURSE.partition("courses:\n")[2].replace("small:", "other:")
    other = other.replace("      facts:", "      types: [routine]\n      facts:")
    with pytest.raises(SourceError, match="常规检查"):
        courses_of(written(tmp_path, COURSE + other))


def test_a_place_without_a_course_for_the_combination_says_so(tmp_path):
    pack = written(tmp_path, COURSE.replace("      facts:", "      types: [licensing]\n      facts:"))
    with pytest.raises(Refusal, match="没有适用于常规检查"):
        course_for("routine", "on_site", "manufacturer", pack=pack)


@given(st.data())
@pytest.mark.parametrize("region", REGIONS)
def test_whatever_is_done_the_matter_can_still_end(region, data):
    """A random walk; from wherever it stops a way out is searched again without the loader's help."""
    course = course_for("routine", "on_site", "manufacturer", region=region).value

    def after(here: str, act: str, outcome: str) -> str:
        every = course.at(here)[1].acts
        return moved(course, here, act, outcome, did=every, region=region).value.stage

    stage = course.steps[course.starts].stage
    for _ in range(data.draw(st.integers(0, 30))):
        step = course.at(stage)[1]
        if step.ends:
            break
        act = data.draw(st.sampled_from(sorted(step.acts)))
        stage = after(stage, act, data.draw(st.sampled_from(sorted(step.acts[act].to))))
    seen, waiting = set(), {stage}
    while waiting:
        here = waiting.pop()
        seen.add(here)
        acts = course.at(here)[1].acts
        waiting |= {after(here, act, outcome) for act, way in acts.items() for outcome in way.to} - seen
    assert any(course.at(one)[1].ends for one in seen)
