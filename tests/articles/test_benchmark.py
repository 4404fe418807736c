"""LN 2(7): benchmark enterprises are selected, published, titled; each by what the text asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.rectification.cases import sign_in
from zhuangjian.apps.benchmark.actions.title import follow_terms
from zhuangjian.apps.benchmark.law import criteria_here, term_end
from zhuangjian.apps.benchmark.models import Candidacy, Mark
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.guidance.models import Expert
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.registry.models import Party, Signal
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def liaoning(settings: Any) -> None:
    settings.REGION = "liaoning"


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    found = perform(ACTIONS[name], person, target, data).object
    return type(found)._base_manager.get(pk=found.pk)


def again(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def owed(row: Any) -> set[str]:
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return set(rows.values_list("kind", flat=True))


def evidence() -> str:
    return "\n".join(f"{one.code} | 见制度汇编" for one in criteria_here(timezone.localdate()))


def points(number: int) -> str:
    return "\n".join(f"{one.code} | {number} | 证据齐全" for one in criteria_here(timezone.localdate()))


def committee(world: Any) -> list[Any]:
    today = timezone.localdate()
    term = {"since": today, "until": today + timedelta(days=900), "expertise": "质量体系", "unit": "检查一局"}
    people = [world.leader, world.inspector, world.inspector2, world.expert]
    for one in people:
        do("guidance.appoint", world.head, None, name="成员", field="inspector", account=one.username, **term)
    return people


def scoring(world: Any) -> tuple[Candidacy, list[Any]]:
    row = do("benchmark.apply", world.contact, world.maker, evidence=evidence())
    people = committee(world)
    return do("benchmark.invite", world.programme_officer, row, members=[one.pk for one in people]), people


def published(world: Any) -> Candidacy:
    row, people = scoring(world)
    for one in people:
        do("benchmark.declare", one, row, interest=False)
        do("benchmark.score", one, row, points=points(90))
    made: Candidacy = do("benchmark.publish", world.programme_officer, row)
    return made


def later(days: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def titled(world: Any) -> Candidacy:
    row = published(world)
    with later(8):
        made: Candidacy = do("benchmark.decide", world.head, row, decision="grant", reason="各项达到标准")
    return made


def test_an_enterprise_applies_with_evidence_for_every_criterion_of_the_place(
    world: Any, settings: Any
) -> None:
    criteria = criteria_here(timezone.localdate())
    assert sum(one.weight for one in criteria) == 100
    lines = evidence().splitlines()
    with pytest.raises(Refusal, match="还没有写全"):
        do("benchmark.apply", world.contact, world.maker, evidence="\n".join(lines[1:]))
    with pytest.raises(Refusal, match="不是列出的标准"):
        do("benchmark.apply", world.contact, world.maker, evidence="\n".join([*lines, "规模大 | 是"]))
    with pytest.raises(Refusal, match="找不到这一对象"):
        do("benchmark.apply", world.other_contact, world.maker, evidence=evidence())
    row = do("benchmark.apply", world.contact, world.maker, evidence=evidence())
    assert (row.stage, len(row.evidence), owed(row)) == ("submitted", len(criteria), {"benchmark.invite"})
    with pytest.raises(Refusal, match="已有没有决定的申报"):
        do("benchmark.apply", world.contact, world.maker, evidence=evidence())
    do("benchmark.step_back", world.contact, row, because="先做改造")
    assert owed(row) == set()
    settings.REGION = "chongqing"
    with pytest.raises(Refusal, match="没有遴选标杆企业的安排"):
        do("benchmark.apply", world.contact, world.maker, evidence=evidence() or "标准标准标准 | 做法")


def test_who_is_nominated_applies_itself(world: Any) -> None:
    with pytest.raises(Refusal, match="找不到这一对象"):
        do("benchmark.nominate", world.district_officer, world.maker, because="日常监管中表现好")
    row = do("benchmark.nominate", world.bureau_head, world.maker, because="日常监管中表现好")
    assert (row.stage, row.nominated_by, owed(row)) == ("draft", world.bureau, {"benchmark.apply"})
    row = do("benchmark.accept", world.contact, row, evidence=evidence())
    assert (row.stage, owed(row)) == ("submitted", {"benchmark.invite"})


def test_a_penalty_of_the_last_three_years_excludes_at_every_step_and_an_older_one_does_not(
    world: Any,
) -> None:
    today = timezone.localdate()
    given = {"party": world.maker, "kind": "penalty", "title": "罚款", "source_key": "p1"}
    signal = Signal.objects.create(**given, occurred_on=today.replace(year=today.year - 3))
    with pytest.raises(Refusal, match="受过行政处罚 1 次"):
        do("benchmark.apply", world.contact, world.maker, evidence=evidence())
    with pytest.raises(Refusal, match="受过行政处罚 1 次"):
        do("benchmark.nominate", world.bureau_head, world.maker, because="日常监管中表现好")
    Signal.objects.filter(pk=signal.pk).update(occurred_on=signal.occurred_on - timedelta(days=1))
    row, people = scoring(world)
    for one in people[:3]:
        do("benchmark.declare", one, row, interest=False)
        do("benchmark.score", one, row, points=points(90))
    Signal.objects.filter(pk=signal.pk).update(occurred_on=today)
    with pytest.raises(Refusal, match="不能公示"):
        do("benchmark.publish", world.programme_officer, row)
    row = do("benchmark.decide", world.head, row, decision="refuse", reason="近期受过行政处罚")
    assert (row.stage, owed(row)) == ("refused", set())


def test_members_declare_before_they_score_and_who_has_an_interest_does_not_score(world: Any) -> None:
    row, (one, two, three, four) = scoring(world)
    assert owed(row) == {"benchmark.declare", "benchmark.publish"}
    with pytest.raises(Refusal, match="先申明有无利害关系"):
        do("benchmark.score", one, row, points=points(90))
    with pytest.raises(NotYours):
        do("benchmark.declare", world.bureau_head, row, interest=False)
    with pytest.raises(Refusal, match="写明是什么利害关系"):
        do("benchmark.declare", one, row, interest=True)
    do("benchmark.declare", one, row, interest=True, text="配偶在该企业任职")
    with pytest.raises(Refusal, match="没有利害关系的才能评分"):
        do("benchmark.score", one, row, points=points(100))
    for member, number in ((two, 79), (three, 80)):
        do("benchmark.declare", member, row, interest=False)
        with pytest.raises(Refusal, match="0 到 100 的整数"):
            do("benchmark.score", member, row, points=points(101))
        with pytest.raises(Refusal, match="0 到 100 的整数"):
            do("benchmark.score", member, row, points=points(90).replace("90", "9" * 5000, 1))
        do("benchmark.score", member, row, points=points(number))
    with pytest.raises(Refusal, match="计入打分的委员 2 名，至少要 3 名"):
        do("benchmark.publish", world.programme_officer, row)
    do("benchmark.declare", four, row, interest=False)
    do("benchmark.score", four, row, points=points(80))
    assert owed(row) == {"benchmark.publish"}
    with pytest.raises(Refusal, match="总分 79.7，不到 80 分"):
        do("benchmark.publish", world.programme_officer, row)
    do("benchmark.score", two, row, points=points(80))
    row = do("benchmark.publish", world.programme_officer, row)
    assert (str(row.total), owed(row)) == ("80.0", {"benchmark.decide"})


def test_a_member_with_a_known_interest_is_not_named(world: Any) -> None:
    row = do("benchmark.apply", world.contact, world.maker, evidence=evidence())
    people = committee(world)
    expert = Expert.objects.unrestricted().get(account=people[0])
    do("guidance.declare_conflict", world.head, expert, party=world.maker.name, reason="担任过顾问")
    choices = {key for key, _ in ACTIONS["benchmark.invite"].choices(world.head, row)["members"]}
    assert choices == {one.pk for one in people[1:]}
    with pytest.raises(Refusal, match="应当回避"):
        do("benchmark.invite", world.head, row, members=[people[0].pk])


def test_no_title_before_the_publication_is_over_and_every_objection_answered(
    world: Any, client: Client
) -> None:
    row = published(world)
    page = Client().get(f"/public/benchmarks/{row.public_id}/").content.decode()
    assert "对公示提出异议" in page
    assert "总分" not in page
    assert "90.0" not in page
    assert "/public/benchmarks/" in Client().get("/public/").content.decode()
    concern = do(
        "concern.receive", None, None, kind="objection", subject=row.name, about=str(row.public_id),
        text="该企业去年的召回没有公开说明。", code="ABCD-EFGH-JKMN-PQRS",
    )  # fmt: skip
    assert owed(concern) == {"concern.take"}
    grant = {"decision": "grant", "reason": "各项达到标准"}
    with later(7), pytest.raises(Refusal, match="公示到"):
        do("benchmark.decide", world.head, row, **grant)
    with later(8):
        assert "对公示提出异议" not in Client().get(f"/public/benchmarks/{row.public_id}/").content.decode()
        with pytest.raises(Refusal, match="有 1 件异议还没有答复"):
            do("benchmark.decide", world.head, row, **grant)
        concern = do("concern.take", world.programme_officer, concern)
        do(
            "concern.answer", world.programme_officer, concern, outcome="found",
            answer="召回情况已经核实，企业已补充公开。", internal="调阅召回记录",
        )  # fmt: skip
        with pytest.raises(Refusal, match="1 件异议经核查属实"):
            do("benchmark.decide", world.head, row, **grant)
        with pytest.raises(NotYours):
            do("benchmark.decide", world.programme_officer, row, **grant)
        row = do("benchmark.decide", world.head, row, **grant, despite=True)
        assert (row.stage, row.since, row.until) == ("titled", timezone.localdate(), term_end(row.since))
        assert "标杆企业" in Client().get(f"/public/benchmarks/{row.public_id}/").content.decode()


def test_a_title_has_a_term_is_reminded_of_renewed_lapses_and_is_withdrawn_with_reasons(world: Any) -> None:
    row = titled(world)
    assert row.until == date(row.since.year + 2, row.since.month, row.since.day) - timedelta(days=1)
    left = (row.until - timezone.localdate()).days
    with later(left - 91):
        assert follow_terms() == 0
        with pytest.raises(Refusal, match="起可以申请续期"):
            do("benchmark.renew", world.contact, row, evidence=evidence())
    with later(left - 90):
        assert (follow_terms(), follow_terms(), owed(row)) == (1, 0, {"benchmark.renew"})
        new = do("benchmark.renew", world.contact, again(row), evidence=evidence())
        assert (new.origin, new.stage, owed(row)) == ("renewal", "submitted", set())
    with later(left):
        assert follow_terms() == 0
    with later(left + 1):
        assert Client().get(f"/public/benchmarks/{row.public_id}/").status_code == 404
        assert (follow_terms(), again(row).stage) == (1, "expired")


def test_a_title_is_withdrawn_with_a_reason_that_the_enterprise_reads(world: Any, client: Client) -> None:
    row = titled(world)
    with later(9):
        assert Client().get(f"/public/benchmarks/{row.public_id}/").status_code == 200
        with pytest.raises(NotYours):
            do("benchmark.revoke", world.bureau_head, row, because="抽检不合格")
        row = do("benchmark.revoke", world.head, row, because="抽检不合格，已立案")
        assert Client().get(f"/public/benchmarks/{row.public_id}/").status_code == 404
        sign_in(client, world.contact)
        assert "抽检不合格，已立案" in client.get(row.get_absolute_url()).content.decode()


def test_an_enterprise_sees_its_own_application_and_no_marks_a_member_what_it_scores(
    world: Any, client: Client
) -> None:
    row, people = scoring(world)
    outsider = people[3]
    do("benchmark.declare", people[0], row, interest=False)
    do("benchmark.score", people[0], row, points=points(91))
    assert Candidacy.objects.visible_to(world.contact).get() == row
    assert not Candidacy.objects.visible_to(world.other_contact).exists()
    assert not Mark.objects.visible_to(world.contact).exists()
    assert Mark.objects.visible_to(world.programme_officer).count() == 4
    assert Mark.objects.visible_to(people[1]).get().member == people[1]
    assert not Party.objects.visible_to(outsider).filter(pk=world.maker.pk).exists()
    assert Candidacy.objects.visible_to(outsider).get().party_id is None
    for person, sees in ((world.contact, False), (people[1], False), (world.head, True)):
        sign_in(client, person)
        assert ("91 分" in client.get(row.get_absolute_url()).content.decode()) is sees
    do("benchmark.declare", outsider, row, interest=True, text="曾任该企业顾问")
    assert not Candidacy.objects.visible_to(outsider).exists()
