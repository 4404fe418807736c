"""One routine inspection, whole: from the task in the programme to the copy in the party's hands."""

import json

import pytest

from tests.inspections import course
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import check_receipt
from zhuangjian.apps.ledger.verify import verify

pytestmark = pytest.mark.django_db


def open_kinds(person=None, **more):
    rows = Duty.objects.filter(done_at=None, **more)
    return sorted(
        rows.filter(person=person).values_list("kind", flat=True)
        if person
        else rows.values_list("kind", flat=True)
    )


def test_a_routine_inspection_runs_from_task_to_delivered_record_and_the_ledger_holds_all_of_it(
    region, world, django_capture_on_commit_callbacks
):
    w, do = world, course.do
    with django_capture_on_commit_callbacks(execute=True):
        row = course.opened(w)
        assert open_kinds() == ["inspections.team"]
        row = do("inspections.team", w.bureau_head, row, leader=w.leader.pk, members=[w.inspector.pk])
        assert open_kinds() == ["inspections.plan"]
        row = do("inspections.plan", w.leader, row, **course.plan_data())
        assert open_kinds(authority=w.bureau, role="head") == ["inspections.approve"]
        row = do("inspections.return_plan", w.bureau_head, row, note="重点写得不够")
        row = do("inspections.plan", w.leader, row, **course.plan_data(focus="原料验收与生产记录"))
        row = do("inspections.approve_plan", w.bureau_head, row)
        assert [p.status for p in row.plans.all()] == ["rejected", "approved"]
        assert (row.edition, row.bound_on) == ("actual", course.today())
        assert row.checklist.startswith("gmp-2022-actual@")
        assert row.pack.startswith(f"{region}@")
        assert open_kinds(w.leader) == ["inspections.arrive"]

        row = do("inspections.arrive", w.leader, row, credentials=course.credentials_of(row))
        assert row.credentials_shown.count() == 2
        row = do("inspections.opening", w.leader, row, points=course.OPENING, party_attendee="王经理")
        row = do(
            "inspections.findings",
            w.inspector,
            row,
            rows=course.rows(row, i25="nonconforming", i30="minor_flaw"),
        )
        assert "inspections.findings" not in open_kinds()
        evidence = do("evidence.add", w.inspector, row, file=course.photo(), item="25")
        evidence = do("evidence.confirm", w.inspector, evidence, confirmed_by="王经理")
        row = do("inspections.deficiency", w.inspector, row, item="25", text="成品库温湿度未记录")
        row = do("inspections.deficiency", w.inspector, row, item="30", text="一份批记录未签名")
        row = do(
            "inspections.closing",
            w.leader,
            row,
            points=["result_told", "right_to_state"],
            party_attendee="王经理",
            position="states",
        )
        row = do(
            "inspections.statement",
            w.inspector,
            row,
            deficiency=row.deficiencies.get(no=2).public_id,
            text="签名在另一页",
            made_by="王经理",
        )
        assert "inspections.answer" in open_kinds(w.leader)
        row = do(
            "inspections.answer",
            w.leader,
            row,
            statement=row.statements.get().public_id,
            verification="当场查看原件，确有签名",
            answer="accepted",
            withdraw=True,
        )
        assert [d.status for d in row.deficiencies.all()] == ["standing", "withdrawn"]
        assert row.findings.get(item="30").result == "conforming"
        assert row.deficiency_versions.count() == 3

        row = do("inspections.conclude", w.leader, row)
        assert row.conclusion == row.computed_conclusion == "production_deficient"
        assert row.conclusion_answer["basis"] == "to_be_confirmed"
        row = do("inspections.record", w.leader, row)
        assert row.record_form == "inspection_report"
        row = do("inspections.sign", w.leader, row)
        row = do("inspections.party_sign", w.leader, row, kind="signed", signer_name="王法定")
        assert row.stage == "recorded"
        row = do("inspections.sign", w.inspector, row)
        assert row.stage == "signed"
        row = do("inspections.deliver", w.leader, row, delivered_to="王经理")
    assert row.stage == "delivered"
    assert row.task.status == "done"
    assert not [k for k in open_kinds() if k.startswith("inspections.")]

    papers = Document.objects.filter(target_model="inspections.inspection", target_id=row.pk)
    assert papers.filter(media_type="application/pdf", for_party=True).count() == 3
    assert papers.filter(kind="inspection_report", media_type__contains="word").count() == 1
    assert all(store.get("documents", d.digest) for d in papers)
    assert check_receipt(json.loads(store.get("documents", papers.get(kind="ledger_receipt").digest))) == []

    entries = Entry.objects.filter(object_model="inspections.inspection", object_id=row.pk)
    assert entries.values_list("action", flat=True)[0] == "inspections.open"
    assert Entry.objects.filter(object_model="evidence.evidence", object_id=evidence.pk).exists()
    # The cast's authorities were set up by hand, outside the ledger.
    assert [f for f in verify().faults if not f.where.startswith(("监管机构", "人员"))] == []


def test_an_inspection_without_deficiencies_is_closed_with_its_delivery(world):
    row = course.delivered(world)
    assert row.conclusion == "production_clean"
    assert row.stage == "closed"
    assert row.closed_at is not None


def test_a_shop_is_inspected_by_its_district_on_the_operators_checklist_and_people_choose_the_conclusion(
    world,
):
    from zhuangjian.apps.authorities.models import Credential, Person

    w, do = world, course.do
    for number, name in enumerate(("d1", "d2")):
        w.people[name] = Person.objects.create_user(
            name, None, name=f"区{name}", authority=w.district, roles=["inspector"]
        )
        Credential.objects.create(
            person=w.people[name],
            kind="enforcement",
            number=f"D{number}",
            valid_from="2024-01-01",
            valid_to="2030-01-01",
        )
    row = course.opened(w, party=w.shop, unit=w.district, by=w.district_head)
    assert row.local_authority == w.district
    row = do("inspections.team", w.district_head, row, leader=w.d1.pk, members=[w.d2.pk])
    row = do("inspections.plan", w.d1, row, **course.plan_data())
    row = do("inspections.approve_plan", w.district_head, row)
    assert (row.edition, row.checklist.split("@")[0]) == ("operator", "operator")
    row = do("inspections.arrive", w.d1, row, credentials=course.credentials_of(row))
    row = do("inspections.opening", w.d1, row, points=course.OPENING, party_attendee="店长")
    row = do("inspections.findings", w.d2, row, rows=course.rows(row))
    row = do(
        "inspections.closing",
        w.d1,
        row,
        points=["result_told", "right_to_state"],
        party_attendee="店长",
        position="no_objection",
    )
    from zhuangjian.engines.rules.answer import Refusal

    with pytest.raises(Refusal, match="理由"):
        do("inspections.conclude", w.d1, row, conclusion="operation_conforming")
    with pytest.raises(Refusal, match="不是这类检查的结论"):
        do("inspections.conclude", w.d1, row, conclusion="production_clean", reasons="全部符合")
    row = do("inspections.conclude", w.d1, row, conclusion="operation_conforming", reasons="全部符合")
    assert row.computed_conclusion == ""
    with pytest.raises(Refusal, match="不能采用") as wrong:
        do("inspections.record", w.d1, row, form="inspection_report")
    assert wrong.value.article == "CQ 14"
    row = do("inspections.record", w.d1, row, form="record_form")
    assert row.stage == "recorded"
