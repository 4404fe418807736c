"""What the course of the law says and what the acts say is the same: no act leads a case where the course does not."""

from __future__ import annotations

import pytest

from tests.inspections import course as walked
from zhuangjian.apps.inspections.course import course_of, line_of, refuse_astray
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.engines.rules import course_for
from zhuangjian.engines.rules.answer import Refusal

REGIONS = ("chongqing", "liaoning")
# Acts that are done on another row of the matter, or beside the course at any stage: their own ``when`` says when.
BESIDE = {
    "disclosure.publish",
    "evidence.note_secret",
    "rectification.propose_revocation",
    "inspections.print_plan",
    "enforcement.make_bundle",
    "enforcement.report_lead",
    "measures.file_case",
    "outside.report",
    "urgent.report",
    "urgent.adjust",
    "review.appoint",
    "inspections.ask_assistants",
    "standards.suggest",
    "outing.take",
}
# What cannot wait for the end of an inspection (CQ 37, 49): the course names them where they are the next step.
AT_ANY_TIME = {
    "measures.suspend",
    "measures.control",
    "measures.recall",
    "measures.summon",
    "measures.record_credit",
    "measures.none",
}


def the_course(region: str, kind: str = "routine", mode: str = "on_site"):
    return course_for(kind, mode, "manufacturer", region=region).value


def steps(region: str):
    """The steps of the courses of all types and ways."""
    kinds, ways = ("routine", "licensing", "for_cause", "other"), ("on_site", "off_site_written")
    courses = [the_course(region, kind, mode) for kind in kinds for mode in ways]
    return [step for course in courses for step in course.steps.values()]


@pytest.mark.parametrize("region", REGIONS)
def test_every_stage_of_the_code_is_a_step_of_the_course_and_no_other(region):
    assert {step.stage for step in steps(region)} == {stage.value for stage in Stage}


@pytest.mark.parametrize("region", REGIONS)
def test_only_licensing_inspections_are_evaluated(region):
    for kind in ("routine", "for_cause", "other"):
        course = the_course(region, kind)
        assert not {"submission", "evaluation"} & set(course.steps)
        assert set(course.steps["delivery"].acts["inspections.deliver"].to) == {"follow_up", "clean"}
    words = [word for word, _ in line_of(the_course(region, "licensing"))]
    assert words[words.index("签字") :] == ["签字", "评定", "整改", "办结"]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("mode", ["off_site_written", "off_site_remote"])
def test_an_off_site_inspection_has_no_arrival_and_no_opening_and_ends_in_an_assessment_of_the_risk(
    region, mode
):
    course = the_course(region, mode=mode)
    acts = {name for step in course.steps.values() for name in step.acts}
    assert not {"inspections.arrive", "inspections.opening", "inspections.closing"} & acts
    words = [word for word, _ in line_of(course)]
    assert words == ["组队", "方案", "开始", "检查", "陈述申辩", "结论", "签字", "风险评估", "整改", "办结"]
    assert "assessment" not in the_course(region, "for_cause", mode).steps


@pytest.mark.parametrize("region", REGIONS)
def test_an_act_can_be_done_exactly_at_the_steps_that_have_it(region):
    for name, act in ACTIONS.items():
        stages = act.when.stages() if act.model is Inspection else None
        if stages and name not in BESIDE:
            led = {s.stage for s in steps(region) if name in s.acts}
            assert led < set(stages) if name in AT_ANY_TIME else led == set(stages), name


@pytest.mark.parametrize("region", REGIONS)
def test_the_course_names_no_act_that_nobody_can_do_and_says_whose_it_is_as_the_act_does(region):
    for step in steps(region):
        for name, way in step.acts.items():
            assert ACTIONS[name].who.words().startswith(way.whose), name
            assert ACTIONS[name].cites == way.cites, name


def test_every_act_on_an_inspection_is_in_the_course_or_said_to_be_beside_it():
    named = {name for step in steps("chongqing") for name in step.acts}
    acts = {name for name, act in ACTIONS.items() if act.model is Inspection}
    assert acts - named == BESIDE


def test_the_line_of_progress_is_the_courses():
    words = [word for word, _ in line_of(the_course("chongqing"))]
    assert words == ["组队", "方案", "到场", "检查", "陈述申辩", "结论", "签字", "整改", "办结"]


def test_a_case_begins_at_the_step_that_the_acts_call_begun():
    begun = set()
    for kind, mode, first in (
        ("licensing", "on_site", "on_site"),
        ("licensing", "off_site_written", "off_site"),
        ("routine", "off_site_remote", "off_site"),
    ):
        line = [s for _, stages in line_of(the_course("chongqing", kind, mode)) for s in stages]
        begun |= set(line[line.index(first) :])
    assert set(BEGUN) == begun - {"cancelled"}


@pytest.mark.django_db
def test_an_inspection_is_not_led_where_its_course_does_not_go(world):
    case = walked.teamed(world)
    assert course_of(case).title == "监督检查"
    refuse_astray(case, "inspections.plan", Stage.PLAN_SUBMITTED)
    with pytest.raises(Refusal, match="不能成为“方案已批准”"):
        refuse_astray(case, "inspections.plan", Stage.PLAN_APPROVED)
    with pytest.raises(Refusal, match="不能成为“现场检查中”"):
        refuse_astray(case, "inspections.arrive", Stage.ON_SITE)
