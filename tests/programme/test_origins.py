"""Why there is a task: causes (CQ 32), letters, orders, other inspections, first finder (CQ 31, 36); by region."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.programme.models import Origin, Task
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.origins import Given, causes_of, origin_faults, origins_of, supports_of
from zhuangjian.engines.rules.vocabulary import InspectionType, OriginKind

pytestmark = pytest.mark.django_db
do, today = course.do, course.today


def start(world, who=None, **more):
    given = {
        "inspection_type": "for_cause",
        "kind": "cause",
        "party": world.maker.credit_code,
        "window_from": today(),
        "window_to": today() + timedelta(days=5),
        "focus": "投诉所指产品",
    }
    return do("programme.start", who or world.programme_officer, **given | more)


def test_a_for_cause_inspection_without_one_of_the_five_causes_is_refused(world):
    for cause in ("", "just so"):
        with pytest.raises(Refusal, match="下列情形之一") as refused:
            start(world, cause=cause)
        assert refused.value.article == "CQ 32"
    made = course.programme(world)
    with pytest.raises(Refusal, match="应当写明启动原因") as refused:
        do(
            "programme.add_task",
            world.programme_officer,
            made,
            party=world.maker.credit_code,
            inspection_type="for_cause",
            focus="线索",
            window_from=today(),
            window_to=today(),
        )
    assert refused.value.article == "CQ 32"
    assert not Task.objects.exists()


def test_there_are_five_causes_in_chongqing_and_the_last_is_open(world):
    listed = causes_of(region="chongqing")
    assert [one.key for one in listed.causes] == ["monitoring", "report", "violation", "opinion", "other"]
    assert [one.open for one in listed.causes] == [False] * 4 + [True]
    assert (listed.article, listed.basis) == ("CQ 32", "official")


def test_the_fifth_cause_needs_words(world):
    with pytest.raises(Refusal, match="具体情形"):
        start(world, cause="other", support="sampling", reference="检2026-1", received_on=today())
    made = start(world, cause="other", support="other", words="突发事件后的核查需要")
    assert made.origin.words == "突发事件后的核查需要"


@pytest.mark.parametrize(
    ("cause", "support", "stated"),
    [
        ("monitoring", "registration", ("reference", "words")),
        ("monitoring", "sampling", ("reference", "received_on")),
        ("monitoring", "adverse_reaction", ("reference", "received_on")),
        ("monitoring", "risk_monitoring", ("reference", "received_on")),
        ("report", "complaint", ("reference", "received_on")),
        ("report", "lead", ("received_on", "words")),
        ("violation", "evidence", ("words",)),
        ("violation", "case", ("reference",)),
        ("opinion", "opinion", ("received_on", "words")),
        ("other", "other", ("words",)),
    ],
)
def test_each_cause_says_what_it_rests_on_and_nothing_of_it_may_be_left_out(world, cause, support, stated):
    all_of_it = {"reference": "编2026-1", "received_on": today(), "words": "具体情况"}
    given = {name: all_of_it[name] for name in stated}
    for name in stated:
        with pytest.raises(Refusal, match="应当写明"):
            start(world, cause=cause, support=support, **{k: v for k, v in given.items() if k != name})
    made = start(world, cause=cause, support=support, **given)
    assert (made.origin.cause, made.origin.support) == (cause, support)


def test_a_cause_does_not_rest_on_what_belongs_to_another(world):
    with pytest.raises(Refusal, match="应当写明依据的材料") as refused:
        start(world, cause="opinion", support="sampling", reference="检1", received_on=today())
    assert "舆情监测情况" in refused.value.message
    with pytest.raises(Refusal, match="应当写明依据的材料"):
        start(world, cause="opinion")


def test_what_was_received_is_not_received_tomorrow(world):
    more = {"cause": "report", "support": "complaint", "reference": "投1"}
    with pytest.raises(Refusal, match="晚于今天"):
        start(world, **more, received_on=today() + timedelta(days=1))
    assert start(world, **more, received_on=today()).origin.received_on == today()


def test_a_cause_is_for_inspections_for_cause_only(world):
    with pytest.raises(Refusal, match="只有有因检查"):
        start(
            world,
            inspection_type="other",
            kind="letter",
            body="乙省局",
            reference="函1",
            received_on=today(),
            cause="report",
            support="complaint",
        )


@pytest.mark.parametrize("kind", ["letter", "order"])
def test_a_letter_or_an_order_says_whose_it_is_its_number_and_its_day(world, kind):
    whole = {"body": "国家药监局", "reference": "函〔2026〕3号", "received_on": today()}
    for name in whole:
        with pytest.raises(Refusal, match="应当写明"):
            start(world, inspection_type="other", kind=kind, **{k: v for k, v in whole.items() if k != name})
    made = start(world, inspection_type="other", kind=kind, **whole)
    assert (made.origin.kind, made.programme, made.authority) == (kind, None, world.municipal)


def test_a_letter_that_asks_for_one_for_cause_needs_a_cause_besides(world):
    letter = {"kind": "letter", "body": "乙省局", "reference": "函1", "received_on": today()}
    with pytest.raises(Refusal, match="下列情形之一"):
        start(world, **letter)
    assert (
        start(world, **letter, cause="report", support="lead", words="来函所附线索").origin.body == "乙省局"
    )


def test_a_letter_does_not_start_a_routine_inspection(world):
    with pytest.raises(Refusal, match="不能启动常规检查"):
        start(
            world, inspection_type="routine", kind="letter", body="乙", reference="函1", received_on=today()
        )


def test_what_an_off_site_inspection_came_to_leads_to_one_on_site(world):
    row = course.concluded(world)
    more = {
        "inspection_type": "routine",
        "kind": "off_site",
        "words": "风险评估：高",
        "window_from": today() + timedelta(days=60),
        "window_to": today() + timedelta(days=65),
    }
    with pytest.raises(Refusal, match="非现场检查的编号"):
        start(world, **more)
    with pytest.raises(Refusal, match="不是已有结果的非现场检查") as refused:
        start(world, **more, earlier=row.number)
    assert refused.value.article == "CQ 31"
    type(row).objects.filter(pk=row.pk).update(mode="off_site_written")
    with pytest.raises(Refusal, match="应当是现场检查"):
        start(world, **more, earlier=row.number, mode="off_site_remote")
    assert start(world, **more, earlier=row.number).origin.earlier == row.task


def test_a_finding_elsewhere_names_an_inspection_that_the_person_may_see(world):
    row = course.arrived(world)
    more = {"inspection_type": "other", "kind": "finding", "words": "发现该店销售未备案产品"}
    with pytest.raises(Refusal, match="没有找到编号"):
        start(world, who=world.district_head, party=world.shop.credit_code, earlier=row.number, **more)
    made = start(world, party=world.shop.credit_code, earlier=row.number, **more)
    assert made.origin.earlier == row.task


def test_who_found_unlicensed_business_handles_it(world):
    more = {
        "inspection_type": "other",
        "kind": "first_finder",
        "received_on": today(),
        "words": "未取得生产许可证生产化妆品",
    }
    made = start(world, who=world.bureau_head, **more)
    assert made.authority == world.bureau
    told = {"information": "企业情况", "requirements": "查明事实"}
    with pytest.raises(Refusal, match="首办负责制|不在您可以交办的范围"):
        do("programme.assign", world.bureau_head, made, assigned_to=world.institution.pk, **told)
    row = start(world, party=world.shop.credit_code, **more)
    with pytest.raises(Refusal, match="首办负责制") as refused:
        do("programme.assign", world.programme_officer, row, assigned_to=world.district.pk, **told)
    assert refused.value.article == "CQ 36"
    assert do(
        "programme.assign", world.programme_officer, row, assigned_to=world.municipal.pk, **told
    ).status == ("assigned")


def test_a_bureau_starts_only_what_it_finds_itself(world):
    with pytest.raises(Refusal, match="由组织检查的监管部门登记"):
        start(world, who=world.bureau_head, cause="violation", support="evidence", words="材料")
    with pytest.raises(NotYours):
        start(world, who=world.inspector, cause="violation", support="evidence", words="材料")


def test_the_days_of_a_task_are_neither_past_nor_years_ahead(world):
    from datetime import date

    last = date(today().year, 12, 31) + timedelta(days=180)
    more = {"cause": "violation", "support": "evidence", "words": "材料"}
    with pytest.raises(Refusal, match="之内"):
        start(world, window_to=last + timedelta(days=1), **more)
    with pytest.raises(Refusal, match="之内"):
        start(
            world,
            window_from=today() - timedelta(days=2),
            window_to=today() - timedelta(days=1),
            **more,
        )
    assert start(world, window_to=last, **more).window_to == last


def test_the_cause_is_hidden_with_the_task_and_shown_to_who_sees_it(world, client):
    made = start(world, cause="report", support="complaint", reference="投字9号", received_on=today())
    for who in (world.inspector, world.leader, world.contact, world.auditor, world.licensing_officer):
        assert not Origin.objects.visible_to(who).exists()
    assert Origin.objects.visible_to(world.head).get() == made.origin
    client.force_login(world.head)
    page = client.get(made.get_absolute_url()).content.decode()
    for told in ("投诉举报或者其他来源的线索", "投字9号", "启动原因"):
        assert told in page
    api = client.get(f"/api/programme/tasks/{made.public_id}").json()
    assert (api["origin"]["cause"], api["origin"]["reference"]) == ("report", "投字9号")
    client.force_login(world.inspector)
    assert client.get(made.get_absolute_url()).status_code == 404


def test_every_task_of_a_programme_has_the_programme_as_its_origin(world):
    row = course.task(world)
    assert (row.origin.kind, row.authority) == ("programme", world.municipal)


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
def test_every_cause_of_every_region_rests_on_something_that_the_pack_describes(region):
    listed, resting = causes_of(region=region), supports_of(region=region)
    for cause in listed.causes:
        for support in cause.rests_on:
            stated = dict.fromkeys([*resting.supports[support].needs, "words"], "x")
            given = Given(OriginKind.CAUSE, InspectionType.FOR_CAUSE, cause.key, support, stated)
            assert origin_faults(given, region=region).value == ()


def test_liaoning_has_no_cause_of_chongqing_and_no_first_finder():
    listed = causes_of(region="liaoning")
    assert [one.key for one in listed.causes] == ["risk", "other"]
    assert (listed.article, listed.basis) == ("检查办法", "to_be_confirmed")
    assert OriginKind.FIRST_FINDER not in origins_of(region="liaoning")
    given = Given(OriginKind.FIRST_FINDER, InspectionType.OTHER)
    (fault,) = origin_faults(given, region="liaoning").value
    assert "没有" in fault.message
    assert "CQ" not in fault.article


@pytest.mark.parametrize("region", ["liaoning"], indirect=True)
def test_in_liaoning_a_task_for_cause_names_the_national_reasons(region, world):
    with pytest.raises(Refusal, match="有风险信息或者线索") as refused:
        start(world, cause="report")
    assert "CQ" not in (refused.value.article or "")
    assert start(world, cause="risk", support="complaint", reference="投1", received_on=today()).pk
    with pytest.raises(Refusal, match="没有“首办"):
        start(world, inspection_type="other", kind="first_finder", received_on=today(), words="无证生产")
