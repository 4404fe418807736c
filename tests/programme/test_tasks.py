"""Programme, tasks, 交办 and merging (CQ 4, 8, 28)."""

import json
from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.programme.models import Programme, Task
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def assign(world, row, **more):
    data = {"assigned_to": world.bureau.pk, "information": "企业情况", "requirements": "全项检查", **more}
    return do("programme.assign", world.programme_officer, Task.objects.get(pk=row.pk), **data)


def test_the_head_approves_the_programme_and_its_author_cannot(world):
    made = course.programme(world)
    with pytest.raises(Refusal, match="还没有检查任务"):
        do("programme.approve", world.head, made)
    course.task(world, made)
    with pytest.raises(NotYours):
        do("programme.approve", world.programme_officer, made)
    assert course.approved(world, made).approved_by == world.head
    with pytest.raises(Refusal, match="现为“已批准”"):
        do("programme.approve", world.head, made)
    assert not Duty.objects.filter(kind="programme.approve", done_at=None).exists()


def test_a_head_who_wrote_the_programme_cannot_approve_it(world):
    year = course.today().year
    made = do("programme.create", world.head, year=year, scope="全市", focus="重点", requirements="要求")
    course.task(world, made)
    with pytest.raises(Refusal, match="编制人不能批准"):
        do("programme.approve", world.head, made)


def test_an_authority_has_one_programme_a_year(world):
    course.programme(world, year=2027)
    with pytest.raises(Refusal, match="已经存在"):
        course.programme(world, year=2027)
    assert do(
        "programme.create", world.district_head, year=2027, scope="辖区", focus="重点", requirements="要求"
    )


@pytest.mark.parametrize(
    "who", ["bureau_head", "inspector", "auditor", "administrator", "contact", "institution_head"]
)
def test_only_those_who_make_programmes_start_one(world, who):
    with pytest.raises(NotYours):
        do("programme.create", getattr(world, who), year=2027, scope="x", focus="y", requirements="z")


@pytest.mark.parametrize("left_out", ["information", "requirements"])
@pytest.mark.parametrize("blank", ["", "   "])
def test_a_task_is_not_assigned_without_information_and_requirements(world, left_out, blank):
    row = course.task(world)
    course.approved(world, row.programme)
    with pytest.raises(Refusal) as refused:
        assign(world, row, **{left_out: blank})
    assert refused.value.article == "CQ 4"
    assert any("必须填写" in m for m in refused.value.missing)
    row.refresh_from_db()
    assert row.status == "planned"


def test_a_task_of_a_draft_programme_is_not_assigned(world):
    row = course.task(world)
    with pytest.raises(Refusal, match="尚未批准"):
        assign(world, row)


def test_a_manufacturer_is_not_assigned_to_a_district_nor_a_salon_to_a_bureau(world):
    made = course.programme(world)
    maker, shop = course.task(world, made), course.task(world, made, party=world.shop)
    course.approved(world, made)
    with pytest.raises(Refusal) as refused:
        assign(world, maker, assigned_to=world.district.pk)
    assert refused.value.article == "CQ 4"
    with pytest.raises(Refusal, match="不能检查"):
        assign(world, shop)
    with pytest.raises(Refusal, match="不能检查"):
        assign(world, shop, assigned_to=world.other_district.pk)
    assert assign(world, maker, assigned_to=world.institution.pk).assigned_to == world.institution
    assert assign(world, shop, assigned_to=world.district.pk).status == "assigned"


def two_tasks(world, days, **second):
    made = course.programme(world)
    first = course.task(world, made, start=course.today(), window_to=course.today() + timedelta(days=2))
    start = first.window_to + timedelta(days=days)
    other = course.task(world, made, start=start, window_to=start + timedelta(days=1), **second)
    course.approved(world, made)
    return first, other


@pytest.mark.parametrize("days", [0, 29, 30])
def test_two_tasks_on_one_party_up_to_thirty_days_apart_cannot_both_be_assigned(world, days):
    first, other = two_tasks(world, days)
    with pytest.raises(Refusal) as refused:
        assign(world, first)
    assert refused.value.article == "CQ 8"
    assert f"间隔{days}日" in refused.value.missing[0]
    with pytest.raises(Refusal):
        assign(world, other)


def test_thirty_one_days_apart_each_is_assigned(world):
    first, other = two_tasks(world, 31)
    assert assign(world, first).status == "assigned"
    assert assign(world, other).status == "assigned"


def test_merging_makes_one_task_with_both_contents_that_can_be_assigned(world):
    first, other = two_tasks(world, 30, focus="标签", expertise="标签、工艺")
    merged = do(
        "programme.merge", world.programme_officer, Task.objects.get(pk=first.pk), others=[other.public_id]
    )
    other.refresh_from_db()
    assert (other.status, other.merged_into_id) == ("merged", first.pk)
    assert merged.window_to == other.window_to
    assert "标签" in merged.focus
    assert merged.topics() == ("标签", "工艺")
    assert assign(world, merged).status == "assigned"


def test_tasks_on_different_parties_are_not_merged(world):
    made = course.programme(world)
    first, other = course.task(world, made), course.task(world, made, party=world.shop)
    with pytest.raises(Refusal, match="被检查对象不同"):
        do("programme.merge", world.programme_officer, first, others=[other.public_id])
    with pytest.raises(Refusal, match="就是本任务"):
        do("programme.merge", world.programme_officer, first, others=[first.public_id])


def test_a_for_cause_task_is_never_merged_into_an_open_one(world):
    first, secret = two_tasks(world, 5, inspection_type="for_cause", focus="投诉线索")
    with pytest.raises(Refusal) as refused:
        do(
            "programme.merge",
            world.programme_officer,
            Task.objects.get(pk=first.pk),
            others=[secret.public_id],
        )
    assert refused.value.article == "CQ 34"
    assert do(
        "programme.merge", world.programme_officer, Task.objects.get(pk=secret.pk), others=[first.public_id]
    )


def test_a_for_cause_task_is_neither_announced_nor_without_content(world):
    with pytest.raises(Refusal) as refused:
        course.task(world, inspection_type="for_cause", focus="线索", announced=True)
    assert refused.value.article == "CQ 34"
    made = course.programme(world, year=2027)
    with pytest.raises(Refusal) as refused:
        course.task(world, made, inspection_type="for_cause")
    assert refused.value.article == "CQ 33"


def test_licensing_inspections_are_for_producers_only(world):
    with pytest.raises(Refusal) as refused:
        course.task(world, party=world.shop, inspection_type="licensing")
    assert refused.value.article == "CQ 23"


def test_a_task_names_a_known_party_and_a_window_the_right_way_round(world):
    made = course.programme(world)
    officer, day = world.programme_officer, course.today()
    for party in (world.maker.name, "渝妆20210001", world.maker.credit_code.lower()):
        row = do("programme.add_task", officer, made, party=party, window_from=day, window_to=day)
        assert row.party == world.maker
        assert row.site == world.site
    with pytest.raises(Refusal, match="没有找到"):
        do("programme.add_task", officer, made, party="不存在的公司", window_from=day, window_to=day)
    with pytest.raises(Refusal, match="早于"):
        do(
            "programme.add_task",
            officer,
            made,
            party=world.maker.name,
            window_from=day,
            window_to=day - timedelta(days=1),
        )


def test_a_party_without_kinds_cannot_be_planned_and_the_refusal_says_what_to_do(world):
    world.shop.kind_rows.all().delete()
    with pytest.raises(Refusal, match="主体类别"):
        course.task(world, party=world.shop)


def test_a_cancelled_task_asks_nothing_of_anybody(world):
    row = course.assigned(world)
    assert Duty.objects.filter(kind="programme.open", done_at=None).exists()
    with pytest.raises(Refusal, match="填写有误"):
        do("programme.cancel_task", world.programme_officer, row)
    row = do("programme.cancel_task", world.programme_officer, row, reason="企业已注销")
    assert (row.status, row.cancel_reason) == ("cancelled", "企业已注销")
    assert not Duty.objects.filter(kind="programme.open", done_at=None).exists()


def test_an_inspection_is_opened_once_by_the_unit_the_task_was_assigned_to(world):
    row = course.assigned(world)
    data = {"reason": "年度计划", "legal_basis": "条例"}
    with pytest.raises(NotYours):
        do("inspections.open", world.head, row, **data)
    inspection = do("inspections.open", world.bureau_head, row, **data)
    assert inspection.local_authority == world.bureau
    row.refresh_from_db()
    assert row.status == "under_way"
    with pytest.raises(Refusal, match="检查中"):
        do("inspections.open", world.bureau_head, row, **data)


def test_a_programme_does_not_show_that_its_only_task_for_a_unit_is_for_cause(world, client):
    row = course.assigned(world)
    # As a database made before for-cause tasks had origins of their own has it.
    Task.objects.filter(pk=row.pk).update(inspection_type="for_cause")
    assert not Programme.objects.visible_to(world.inspector).exists()
    assert Programme.objects.visible_to(world.bureau_head).get() == row.programme
    client.force_login(world.inspector)
    assert client.get("/api/programme").json()["items"] == []
    course.task(world, row.programme)
    assert not Programme.objects.visible_to(world.inspector).exists()


def test_a_programmes_version_is_told_to_those_who_manage_it_only(world, client):
    made = course.assigned(world).programme
    for who, version in ((world.programme_officer, made.version), (world.inspector, None)):
        client.force_login(who)
        assert client.get(f"/api/programme/{made.public_id}").json()["version"] == version


def test_an_empty_programme_is_not_offered_for_approval_and_its_page_says_why(world, client):
    made = course.programme(world)
    client.force_login(world.head, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "请先增加任务" in page
    assert "/do/programme.approve/" not in page
    course.task(world, made)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "请先增加任务" not in page
    assert "/do/programme.approve/" in page


@pytest.mark.parametrize("kind", ["for_cause", "routine"])
def test_ledger_facts_before_arrival_tell_neither_party_nor_type_nor_days(world, kind):
    row = course.plan_approved(world, inspection_type=kind, focus="投诉线索")
    entries = Entry.objects.exclude(action__startswith="intake.")
    added = "programme.start" if kind == "for_cause" else "programme.add_task"
    assert {added, "programme.assign", "inspections.open", "inspections.plan"} <= set(
        entries.values_list("action", flat=True)
    )
    for entry in entries:
        assert not {"party", "type", "window", "start_on", "end_on"} & set(json.loads(entry.facts))
        for told in (
            kind,
            row.party.credit_code,
            row.plan().start_on.isoformat(),
            row.task.window_to.isoformat(),
        ):
            assert told not in entry.facts
        assert entry.article != "CQ 32"


def test_the_ledger_says_of_a_task_sent_out_alone_what_it_says_of_any_other(world):
    # Only one for cause goes without waiting for those that must be merged: that it did would tell the auditor.
    course.assigned(world)
    urgent = course.task(world, Task.objects.get().programme, inspection_type="for_cause", focus="线索")
    assign(world, urgent, assigned_to=world.bureau.pk, separately="群众举报，须立即核查")
    said = Entry.objects.filter(action="programme.assign").order_by("seq").values_list("facts", flat=True)
    assert len(said) == 2
    assert json.loads(said[0]) == json.loads(said[1])


def test_a_task_added_after_the_approval_waits_for_one_of_its_own(world):
    made = course.programme(world)
    course.task(world, made)
    course.approved(world, made)
    later = course.task(world, made, party=world.shop, start=course.today())
    with pytest.raises(Refusal, match="批准之后增加的"):
        assign(world, later, assigned_to=world.district.pk)
    duty = Duty.objects.get(kind="programme.approve_task", done_at=None)
    assert (duty.authority, duty.role) == (world.municipal, "head")
    with pytest.raises(NotYours):
        do("programme.approve_task", world.programme_officer, later)
    do("programme.approve_task", world.head, Task.objects.get(pk=later.pk))
    duty.refresh_from_db()
    assert duty.done_at
    assert assign(world, later, assigned_to=world.district.pk).status == "assigned"
    with pytest.raises(Refusal, match="现为“已交办”"):
        do("programme.approve_task", world.head, Task.objects.get(pk=later.pk))


def test_who_added_a_task_does_not_approve_it(world):
    made = course.programme(world)
    course.task(world, made)
    course.approved(world, made)
    day = {"window_from": course.today(), "window_to": course.today()}
    row = do("programme.add_task", world.head, made, party=world.shop.credit_code, **day)
    with pytest.raises(Refusal, match="增加人不能批准"):
        do("programme.approve_task", world.head, row)


def test_a_for_cause_task_does_not_wait_for_the_programme(world):
    made = course.programme(world)
    course.task(world, made)
    course.approved(world, made)
    row = course.task(world, made, party=world.shop, inspection_type="for_cause", focus="投诉线索")
    assert not row.approval_waits
    assert assign(world, row, assigned_to=world.district.pk).status == "assigned"


def test_a_task_added_later_does_not_slip_in_by_a_merge(world):
    made = course.programme(world)
    first = course.task(world, made)
    course.approved(world, made)
    later = course.task(world, made)
    with pytest.raises(Refusal, match="请先由负责人批准"):
        do(
            "programme.merge",
            world.programme_officer,
            Task.objects.get(pk=first.pk),
            others=[later.public_id],
        )


def test_a_programme_whose_tasks_were_all_cancelled_is_not_approved(world):
    made = course.programme(world)
    row = course.task(world, made)
    do("programme.cancel_task", world.programme_officer, row, reason="企业停产")
    with pytest.raises(Refusal, match="还没有检查任务"):
        do("programme.approve", world.head, made)


def test_a_task_lies_in_its_programmes_year_or_ends_soon_after(world):
    from datetime import date

    year = course.today().year
    made = course.programme(world)
    last = date(year, 12, 31) + timedelta(days=180)
    for start, end in ((date(year - 1, 12, 31), last), (date(year, 1, 1), last + timedelta(days=1))):
        with pytest.raises(Refusal, match=f"这是{year}年的计划"):
            course.task(world, made, start=start, window_to=end)
    assert course.task(world, made, start=date(year, 1, 1), window_to=last).status == "planned"
