"""Pages and API: whole for those who may, closed for those who may not, logged for all."""

import json
from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import NumberSeries, ReadLog
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
SECTIONS = [
    "",
    "plan/",
    "team/",
    "checklist/",
    "deficiencies/",
    "conclusion/",
    "papers/",
    "evidence/",
    "course/",
    "check/",
]


def get(client, person, path, **more):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path, **more)


STAGES = {
    "opened": course.opened,
    "teamed": course.teamed,
    "planned": course.planned,
    "plan_approved": course.plan_approved,
    "arrived": course.arrived,
    "on_site": course.on_site,
    "closed_meeting": course.closed_meeting,
    "concluded": course.concluded,
    "recorded": course.recorded,
    "signed": course.signed,
    "delivered": course.delivered,
}


@pytest.mark.parametrize("stage", STAGES)
def test_every_section_opens_at_every_stage_and_shows_one_next_step(world, client, stage):
    row = STAGES[stage](world)
    for person in (world.leader, world.bureau_head, world.head):
        if not type(row).objects.visible_to(person).filter(pk=row.pk).exists():
            continue
        for section in SECTIONS:
            response = get(client, person, f"/inspections/{row.public_id}/{section}")
            assert response.status_code == 200, (person, section)
            assert row.party.name in response.content.decode()
        overview = get(client, person, f"/inspections/{row.public_id}/").content.decode()
        assert overview.count("下一步") == 1


def test_the_next_step_goes_to_the_right_person(world, client):
    row = course.planned(world)
    head = get(client, world.bureau_head, f"/inspections/{row.public_id}/").content.decode()
    leader = get(client, world.leader, f"/inspections/{row.public_id}/").content.decode()
    assert "/do/inspections.approve_plan/" in head
    assert "/do/inspections.approve_plan/" not in leader
    assert "批准检查方案（检查一局单位负责人）" in leader


def test_no_page_of_an_inspection_shows_a_key_of_its_checklist_or_pack(world, client):
    row = course.on_site(world)
    for section in SECTIONS:
        page = get(client, world.leader, f"/inspections/{row.public_id}/{section}").content.decode()
        assert row.checklist not in page, section
        assert row.pack not in page, section


def test_lists_filter_by_stage_type_unit_conclusion_and_period(world, client):
    row = course.delivered(world, bad={"i25": "nonconforming"})
    day = course.today()
    for query, found in (
        ("", True),
        (f"q={row.party.credit_code}", True),
        ("q=无此企业", False),
        ("type=routine", True),
        ("type=for_cause", False),
        ("stage=delivered", True),
        ("stage=on_site", False),
        (f"unit={world.bureau.pk}", True),
        ("conclusion=production_deficient", True),
        ("conclusion=production_clean", False),
        (f"from={day}&to={day}", True),
        (f"from={day + timedelta(days=1)}", False),
        (f"to={day - timedelta(days=1)}", False),
    ):
        text = get(client, world.head, f"/inspections/?{query}").content.decode()
        assert (row.number in text) is found, query
    export = get(client, world.head, "/inspections/?export=csv")
    body = b"".join(export.streaming_content) if export.streaming else export.content
    assert row.number in body.decode("utf-8-sig")


def secret(world):
    return course.plan_approved(world, inspection_type="for_cause", focus="投诉线索")


DOORS = [
    "/inspections/",
    "/inspections/?export=csv",
    "/api/inspections",
    "/api/programme/tasks",
    "/search/?q=测试",
]


@pytest.mark.parametrize(
    "who", ["contact", "other_contact", "inspector2", "enforcement_officer", "district_head", "auditor"]
)
@pytest.mark.parametrize("door", DOORS)
def test_a_for_cause_inspection_that_has_not_begun_is_nowhere_for_those_not_on_it(world, client, who, door):
    row = secret(world)
    response = get(client, getattr(world, who), door)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for word in (str(row.public_id), str(row.task.public_id), "投诉线索", "有因检查·"):
        assert word not in body.decode("utf-8", "replace")
    assert get(client, getattr(world, who), f"/inspections/{row.public_id}/").status_code == 404
    assert get(client, getattr(world, who), f"/api/inspections/{row.public_id}").status_code == 404
    assert get(client, getattr(world, who), row.task.get_absolute_url()).status_code == 404


def test_a_for_cause_inspection_is_hidden_from_the_party_until_it_is_told_the_result(world, client):
    row = course.arrived(world, inspection_type="for_cause", focus="投诉线索")
    assert get(client, world.contact, f"/inspections/{row.public_id}/").status_code == 404
    assert json.loads(get(client, world.contact, "/api/inspections").content)["count"] == 0
    assert get(client, world.inspector2, f"/inspections/{row.public_id}/").status_code == 200


def test_a_for_cause_inspection_has_no_number_before_the_team_has_arrived(world, client):
    row = secret(world)
    assert row.number == ""
    page = get(client, world.leader, row.get_absolute_url()).content.decode()
    assert "有因检查（开始后编号）" in page
    assert json.loads(get(client, world.leader, f"/api/inspections/{row.public_id}").content)["number"] == ""
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert row.number == f"检查一局有因〔{row.started_at.year}〕0001号"


def test_numbers_leave_no_gap_where_a_hidden_inspection_was_called_off(world):
    """In the order of giving: the one opened first begins second, the one between them never begins."""
    made = course.opened(world, party=maker(world, 5)).task.programme
    first, called_off, last = (
        course.plan_approved(
            world, made=made, party=maker(world, n), inspection_type="for_cause", focus="线索"
        )
        for n in range(3)
    )
    do("inspections.cancel", world.bureau_head, called_off, reason="线索不实")
    begun = [
        do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
        for row in (last, first)
    ]
    assert [row.number[-5:] for row in begun] == ["0001号", "0002号"]
    called_off.refresh_from_db()
    assert called_off.number == ""
    ordinary = [course.opened(world, made=made, party=maker(world, n)) for n in (3, 4)]
    assert [row.number[-5:] for row in ordinary] == ["0002号", "0003号"]


def maker(world, number):
    """Another manufacturer of the bureau's."""
    party = Party.objects.create(
        name=f"测试丽妆{number}厂", credit_code=f"91500103MA5U0TST0{number}", region_code="500103"
    )
    PartyKindRow.objects.create(party=party, kind="manufacturer")
    for row in Jurisdiction.objects.unrestricted().filter(party=world.maker):
        Jurisdiction.objects.create(party=party, authority=row.authority)
    return party


def test_a_refused_act_takes_no_number(world):
    row = secret(world)
    with pytest.raises(Refusal):
        do("inspections.arrive", world.leader, row, credentials=[])
    assert not NumberSeries.objects.exists()


def test_two_who_take_a_number_at_once_get_two(transactional_db):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection, transaction

    from zhuangjian.apps.inspections.models.series import take

    def one(_: int) -> int:
        try:
            with transaction.atomic():
                return take("检查一局常规〔2026〕")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(12))) == list(range(1, 13))


def test_the_party_sees_little_before_and_its_copy_after_the_handover(world, client):
    row = course.concluded(world, bad={"i25": "nonconforming"}, conclusion={"handling_opinion": "内部意见甲"})
    page = get(client, world.contact, f"/inspections/{row.public_id}/").content.decode()
    assert "检查正在进行" in page
    for hidden in ("存在缺陷", "内部意见甲", world.leader.name, "production_deficient"):
        assert hidden not in page
    data = json.loads(get(client, world.contact, f"/api/inspections/{row.public_id}").content)
    assert (data["conclusion"], data["stage"], data["version"]) == ("", "begun", None)
    assert data["internal"] is None
    assert "内部意见甲" not in json.dumps(data, ensure_ascii=False)
    for section in ("plan/", "team/", "checklist/", "conclusion/", "evidence/", "course/", "reads/"):
        assert get(client, world.contact, f"/inspections/{row.public_id}/{section}").status_code == 404
    # Told at the closing meeting (CQ 15), before the conclusion was drawn from it.
    assert (
        "第25项不合要求"
        in get(client, world.contact, f"/inspections/{row.public_id}/deficiencies/").content.decode()
    )

    row = do("inspections.record", world.leader, row)
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do("inspections.party_sign", world.leader, row, kind="signed", signer_name="王")
    row = do("inspections.deliver", world.leader, row, delivered_to="王")
    assert (
        "第25项不合要求"
        in get(client, world.contact, f"/inspections/{row.public_id}/deficiencies/").content.decode()
    )
    papers = get(client, world.contact, f"/inspections/{row.public_id}/papers/").content.decode()
    assert "交被检查对象" in papers
    assert "检查单位存" not in papers
    assert get(client, world.other_contact, f"/inspections/{row.public_id}/").status_code == 404


def test_reads_are_logged_and_shown_to_the_heads_only(world, client):
    row = course.delivered(world)
    get(client, world.inspector2, f"/inspections/{row.public_id}/papers/")
    get(client, world.contact, f"/inspections/{row.public_id}/")
    get(client, world.inspector2, f"/api/inspections/{row.public_id}")
    fold()
    kept = {(r.person.username, r.what, r.door) for r in ReadLog.objects.filter(inspection=row)}
    assert kept == {
        ("inspector2", "文书与签字", "网页"),
        ("contact", "总览", "网页"),
        ("inspector2", "总览", "接口"),
    }
    page = get(client, world.bureau_head, f"/inspections/{row.public_id}/reads/").content.decode()
    assert world.inspector2.name in page
    assert get(client, world.inspector2, f"/inspections/{row.public_id}/reads/").status_code == 404


def test_a_document_is_downloaded_whole_by_those_who_may_and_the_read_is_logged(world, client):
    from zhuangjian.apps.documents.models import Document

    row = course.delivered(world)
    mine = Document.objects.get(kind="inspection_report_signed_party")
    theirs = Document.objects.get(kind="inspection_report_signed")
    response = get(client, world.contact, f"/documents/{mine.public_id}/")
    assert response.content[:4] == b"%PDF"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert get(client, world.contact, f"/documents/{theirs.public_id}/").status_code == 404
    assert get(client, world.other_contact, f"/documents/{mine.public_id}/").status_code == 404
    fold()
    assert ReadLog.objects.filter(inspection=row, person=world.contact, door="下载").count() == 1


def test_evidence_is_downloaded_as_attachment_after_an_integrity_check(world, client):
    from zhuangjian.apps.documents import store

    row = course.on_site(world)
    kept = do("evidence.add", world.inspector, row, file=course.photo(colour=91))
    response = get(client, world.inspector, f"/evidence/{kept.public_id}/file/")
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    thumb = get(client, world.inspector, f"/evidence/{kept.public_id}/thumb/")
    assert thumb["Content-Type"] == "image/jpeg"
    for path in ("file", "thumb"):
        assert get(client, world.contact, f"/evidence/{kept.public_id}/{path}/").status_code == 404
    store.path_of("evidence", kept.sha256).write_bytes(b"changed")
    assert get(client, world.inspector, f"/evidence/{kept.public_id}/file/").status_code == 409
    assert Evidence.objects.count() == 1


def save(client, row, **fields):
    return client.post(
        f"/inspections/{row.public_id}/checklist/", fields, headers={"Accept": "application/json"}
    )


def test_the_checklist_saves_changed_rows_and_tells_of_a_clash(world, client):
    row = course.on_site(world)
    client.force_login(world.leader, backend="django.contrib.auth.backends.ModelBackend")
    answer = save(client, row, **{"result-1": "conforming", "known-1": "", "result-2": "", "text-2": ""})
    assert (answer.status_code, answer.json()["done"]) == (200, 1)
    client.force_login(world.inspector, backend="django.contrib.auth.backends.ModelBackend")
    answer = save(client, row, **{"result-1": "not_applicable", "known-1": ""})
    assert answer.status_code == 409
    assert answer.json()["stored"]["1"]["by"] == world.leader.name
    answer = save(client, row, **{"result-3": "nonconforming", "text-3": ""})
    assert answer.status_code == 422
    assert "检查发现" in answer.json()["error"]["message"]
    assert row.findings.count() == 1
    plain = client.post(f"/inspections/{row.public_id}/checklist/", {"result-4": "conforming"})
    assert plain.status_code == 302
    assert row.findings.count() == 2
    client.force_login(world.contact, backend="django.contrib.auth.backends.ModelBackend")
    assert save(client, row, **{"result-5": "conforming"}).status_code in (403, 404, 422)
    assert row.findings.count() == 2


def test_the_course_shows_every_step_with_a_receipt_that_holds(world, client):
    from zhuangjian.apps.ledger.models import Entry
    from zhuangjian.apps.ledger.receipts import check_receipt

    row = course.plan_approved(world)
    page = get(client, world.leader, f"/inspections/{row.public_id}/course/").content.decode()
    for title in ("组织检查", "组建检查组", "编制检查方案", "批准检查方案"):
        assert title in page
    entry = Entry.objects.filter(object_model="inspections.inspection").last()
    data = json.loads(get(client, world.leader, f"/inspections/{row.public_id}/receipt/{entry.seq}/").content)
    assert check_receipt(data) == []
    other = Entry.objects.filter(object_model="programme.programme").first()
    assert get(client, world.leader, f"/inspections/{row.public_id}/receipt/{other.seq}/").status_code == 404


@pytest.mark.parametrize("path", ["/programme/", "/inspections/"])
def test_list_pages_ask_a_fixed_number_of_questions(world, client, path, django_assert_max_num_queries):
    course.delivered(world)
    with django_assert_max_num_queries(42):
        page = get(client, world.head, path)
    assert page.status_code == 200


def test_the_programme_pages_propose_the_merge_and_lead_through_the_assignment(world, client):
    made = course.programme(world)
    first = course.task(world, made)
    other = course.task(world, made, start=course.today() + timedelta(days=20))
    course.approved(world, made)
    page = get(client, world.programme_officer, f"/programme/{made.public_id}/").content.decode()
    assert "应当合并" in page
    task_page = get(client, world.programme_officer, f"/programme/tasks/{first.public_id}/").content.decode()
    assert "/do/programme.merge/" in task_page
    assert "/do/programme.assign/" not in task_page
    first.refresh_from_db()
    do("programme.merge", world.programme_officer, first, others=[other.public_id])
    task_page = get(client, world.programme_officer, f"/programme/tasks/{first.public_id}/").content.decode()
    assert "/do/programme.assign/" in task_page
    assert world.maker.credit_code in task_page
    assert get(client, world.contact, "/programme/").status_code == 404
    assert get(client, world.auditor, f"/programme/{made.public_id}/").status_code == 404
    assert json.loads(get(client, world.programme_officer, "/api/programme/tasks").content)["count"] == 2
    assert json.loads(get(client, world.contact, "/api/programme/tasks").content)["count"] == 0


def test_the_head_reads_what_is_proposed_beside_the_decision(world, client):
    row = course.plan_approved(world)
    row = do(
        "inspections.request_change",
        world.leader,
        row,
        kind="team",
        reason="病假",
        members=[world.inspector2.pk],
    )
    page = get(client, world.bureau_head, f"/inspections/{row.public_id}/").content.decode()
    assert "/do/inspections.decide_change/" in page
    assert world.inspector2.name in page
    assert "病假" in page


def test_a_plan_waiting_for_approval_is_shown_beside_the_button(world, client):
    row = course.planned(world, plan={"focus": "原料验收", "scope": ["25", "30"]})
    page = get(client, world.bureau_head, f"/inspections/{row.public_id}/").content.decode()
    assert "原料验收" in page
    assert "2 项：25、30" in page


def test_after_the_conclusion_the_next_step_is_the_record_and_the_conclusion_can_still_be_changed(world):
    from zhuangjian.apps.inspections.view import next_for

    row = course.concluded(world)
    step = next_for(world.leader, row)
    assert (step.action, step.aside) == (
        "inspections.record",
        ("inspections.conclude", "inspections.correct_finding"),
    )
    assert next_for(world.inspector, row) is None
