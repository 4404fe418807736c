"""Nothing is built on what somebody changed behind the system's back: refused, said, marked, examined, accepted openly."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from tests.inspections import course
from tests.ledger.tampering import Tamperer
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger import marks, standing, state
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.standing import Altered
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal

REASON = "数据库操作员误改了检查结果，已经核实并报告主要负责人"


def do(name, person, target, **data):
    return perform(ACTIONS[name], person, target, data).object


def told(report) -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in report]


@pytest.fixture
def row(world):
    return course.recorded(world)


@pytest.fixture
def auditor(world):
    Person.objects.filter(role_rows__role="auditor").update(is_active=False)
    unit = world.leader.authority
    return Person.objects.create_user("shenji", None, name="审计员甲", authority=unit, roles=["auditor"])


TOUCHED = (
    ("inspections_inspection", "reason", "id"),
    ("inspections_finding", "text", "inspection_id"),
    ("inspections_credentialshown", "number", "inspection_id"),
    ("inspections_signature", "signer_name", "inspection_id"),
    ("documents_document", "title", "target_id"),
)


@pytest.mark.parametrize(("table", "column", "key"), TOUCHED)
def test_an_act_on_an_altered_case_or_part_or_paper_is_refused_and_never_hashed_as_good(
    world, row, auditor, table, column, key
):
    row = do("inspections.sign", world.leader, row)
    with Tamperer() as tamper:
        assert tamper.run(f"UPDATE {table} SET {column} = '别的' WHERE {key} = %s", row.pk)
        with pytest.raises(Altered, match="可能被绕过系统改动") as refused:
            do("inspections.sign", world.inspector, row)
        assert "通知审计员核查" in refused.value.message
        assert row.signatures.filter(person=world.inspector).count() == 0
        assert any(line.startswith(f"检查 {row.public_id}：现状与账本第") for line in told(verify().faults))


def test_the_mark_stands_once_however_often_somebody_tries(world, row, auditor):
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_inspection SET reason = '别的' WHERE id = %s", row.pk)
        for _ in range(3):
            with pytest.raises(Altered):
                do("inspections.sign", world.leader, row)
        (mark,) = Entry.objects.filter(action=marks.FOUND)
        assert (mark.object_model, mark.object_id) == ("inspections.inspection", row.pk)
        before = Entry.objects.filter(
            object_model="inspections.inspection", object_id=row.pk, seq__lt=mark.seq
        )
        assert mark.state_digest == before.last().state_digest
        assert Duty.objects.filter(kind="house.altered", done_at=None).get().authority == auditor.authority


def test_the_second_object_of_an_act_is_compared_too(world):
    """Opening an inspection changes the task through ``also``: a task altered by hand stops it."""
    inspection = course.recorded(world)
    for member in inspection.members():
        inspection = do("inspections.sign", member.person, inspection)
    inspection = do("inspections.party_sign", world.leader, inspection, kind="sealed", signer_name="公章")
    with Tamperer() as tamper:
        assert tamper.run("UPDATE programme_task SET focus = '[\"别的\"]' WHERE id = %s", inspection.task_id)
        with pytest.raises(Altered, match="这项检查任务"):
            do("inspections.deliver", world.leader, inspection, delivered_to="王法定")
        assert Inspection.objects.get(pk=inspection.pk).stage == "signed"


@pytest.mark.strangers
def test_an_object_that_no_act_made_is_a_stranger(db):
    row = Authority.objects.create(name="假局", short_name="假局", kind="district", region_code="500103")
    with pytest.raises(Altered, match="没有任何账本条目"):
        do("authorities.close_authority", None, row)
    assert Authority.objects.get(pk=row.pk).is_active
    assert marks.marked(Authority, row.pk)


def test_what_was_examined_and_accepted_goes_on_and_every_verification_says_so(world, row, auditor):
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_finding SET text = '别的' WHERE inspection_id = %s", row.pk)
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        duty = Duty.objects.get(kind="house.altered")
        for other in (world.leader, world.bureau_head):
            with pytest.raises((NotYours, Refusal)):
                do("ledger.examine_altered", other, duty, reason=REASON)
        do("ledger.examine_altered", auditor, duty, reason=REASON)
        assert not Duty.objects.filter(kind="house.altered", done_at=None).exists()
        assert do("inspections.sign", world.leader, row).signatures.count() == 1
        report = verify()
        place = f"检查 {row.public_id}"
        assert not [fault for fault in report.faults if fault.where == place]
        assert any("发现被绕过系统改动" in note.what for note in report.notes if note.where == place)
        assert any(
            "改动后的现状经核查被接受，核查人审计员甲" in n.what for n in report.notes if n.where == place
        )
        entry = Entry.objects.get(action=marks.EXAMINED, object_model="inspections.inspection")
        assert (REASON in entry.facts, entry.actor) == (True, "审计员甲")


def test_what_was_restored_is_told_apart_from_what_was_accepted(world, row, auditor):
    old = row.reason
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_inspection SET reason = '别的' WHERE id = %s", row.pk)
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        tamper.run("UPDATE inspections_inspection SET reason = %s WHERE id = %s", old, row.pk)
        do("ledger.examine_altered", auditor, Duty.objects.get(kind="house.altered"), reason=REASON)
        assert any("已恢复原状" in note.what for note in verify().notes)


@pytest.mark.parametrize(("length", "passes"), [(9, False), (10, True)])
def test_an_examination_needs_its_reason(world, row, auditor, length, passes):
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_inspection SET reason = '别的' WHERE id = %s", row.pk)
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        duty = Duty.objects.get(kind="house.altered")
        if passes:
            do("ledger.examine_altered", auditor, duty, reason="字" * length)
        else:
            with pytest.raises(Refusal):
                do("ledger.examine_altered", auditor, duty, reason="字" * length)


def test_where_nobody_audits_the_administrator_examines(world, row):
    Person.objects.filter(role_rows__role__in=["auditor", "administrator"]).update(is_active=False)
    keeper = Person.objects.create_user(
        "guanli9", None, name="管理员乙", authority=world.leader.authority, roles=["administrator"]
    )
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_inspection SET reason = '别的' WHERE id = %s", row.pk)
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        mine = Duty.objects.get(kind="house.altered", authority=keeper.authority)
        do("ledger.examine_altered", keeper, mine, reason=REASON)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="只有 SQLite 允许把文字写进其他类型的列")
def test_nonsense_in_a_column_stops_acts_and_is_not_accepted(world, row, auditor):
    with Tamperer() as tamper:
        tamper.run(
            "UPDATE inspections_finding SET found_at = '2026-13-45 00:00:00' WHERE inspection_id = %s", row.pk
        )
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        with pytest.raises(Refusal, match="读不出来"):
            do("ledger.examine_altered", auditor, Duty.objects.get(kind="house.altered"), reason=REASON)


def test_pages_show_the_mark_to_officials_and_the_duty_to_the_auditor(world, row, auditor, client):
    with Tamperer() as tamper:
        tamper.run("UPDATE inspections_inspection SET legal_basis = '别的' WHERE id = %s", row.pk)
        with pytest.raises(Altered):
            do("inspections.sign", world.leader, row)
        client.force_login(world.leader)
        assert "这项数据被发现绕过系统改动" in client.get(row.get_absolute_url()).content.decode()
        client.force_login(auditor)
        duty = Duty.objects.get(kind="house.altered")
        page = client.get(f"/duties/{duty.public_id}/").content.decode()
        assert ("记录核查" in page, "先保留现场" in page) == (True, True)


def test_the_digest_kept_step_by_step_is_the_digest_read_anew(world, monkeypatch):
    """What an act reuses of what it read before the change never differs from reading everything again."""
    digest = standing.Holding.digest
    seen = []

    def both(self, obj):
        kept = digest(self, obj)
        assert kept == state.state_digest(obj, self.algorithm), obj
        seen.append(type(obj).__name__)
        return kept

    monkeypatch.setattr(standing.Holding, "digest", both)
    inspection = course.recorded(world)
    for member in inspection.members():
        inspection = do("inspections.sign", member.person, inspection)
    inspection = do("inspections.party_sign", world.leader, inspection, kind="sealed", signer_name="公章")
    do("inspections.deliver", world.leader, inspection, delivered_to="王法定")
    assert seen.count("Inspection") > 12
    assert "Task" in seen


BY_HAND = (
    "UPDATE authorities_credential SET valid_to = '2099-01-01' WHERE person_id = %s",
    "DELETE FROM authorities_credential WHERE person_id = %s AND kind = 'inspector'",
    "INSERT INTO authorities_expertise (person_id, field) VALUES (%s, '包装')",
)


@pytest.mark.parametrize("sql", BY_HAND)
def test_nobody_joins_a_team_by_a_credential_or_an_expertise_put_into_the_database_by_hand(
    world, auditor, sql
):
    row = course.opened(world)
    enrol(world.inspector)
    given = {"leader": world.leader.pk, "members": [world.inspector.pk], "experts": []}
    with Tamperer() as tamper:
        assert tamper.run(sql, world.inspector.pk)
        with pytest.raises(Altered, match="可能被绕过系统改动"):
            do("inspections.team", world.bureau_head, row, **given)
        assert marks.marked(Person, world.inspector.pk)
    assert do("inspections.team", world.bureau_head, row, **given | {"members": [world.inspector2.pk]})


@pytest.mark.django_db
def test_a_row_of_a_matter_that_no_entry_names_can_be_marked(world):
    row = Letter.objects.create(
        direction="in",
        kind="contact",
        stage="received",
        authority=world.municipal,
        handler=world.municipal,
        subject="没有条目的函件",
        written_by=world.head,
        written_at=timezone.now(),
    )
    marks.found(Altered(Letter, row.pk, None, "", ""))
    mark = marks.marked(Letter, row.pk)
    assert mark is not None
    assert mark.object_key == row.public_id
