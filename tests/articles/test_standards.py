"""Judging alike, measure by measure: answers, cases and guides at their checkpoints (LN 2(10))."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.standards.models import Comment, Guide, Marking, Opinion, Question, Suggestion
from zhuangjian.apps.standards.suggesting import precision
from zhuangjian.apps.training.models import Course
from zhuangjian.engines.checkpoints.agreement import agreements
from zhuangjian.engines.checkpoints.suggesting import blanked
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import checklist

pytestmark = pytest.mark.django_db
EDITION = "gmp-2022-actual"
ANSWER = {
    "kind": "answer",
    "edition": EDITION,
    "item": "68",
    "title": "批记录缺页怎样判定",
    "text": "缺页使关键工序不能追溯的，判为不符合；能由其他记录证明的，判为瑕疵。",
    "grounds": "规范：批记录",
}


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    found = perform(ACTIONS[f"standards.{name}"], person, target, data).object
    return type(found)._base_manager.get(pk=found.pk)


def do_at(at: datetime, name: str, person: Any, target: Any, /, **data: Any) -> Any:
    found = perform(ACTIONS[f"standards.{name}"], person, target, data, at=at).object
    return type(found)._base_manager.get(pk=found.pk)


def owed(row: Any) -> set[str]:
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return set(rows.values_list("kind", flat=True))


def test_answers_cases_and_guides_stand_at_their_checkpoint_with_versions_and_who_approved(
    world: Any, client: Client
) -> None:
    with pytest.raises(Refusal, match="没有第999项"):
        do("write", world.programme_officer, **ANSWER | {"item": "999"})
    with pytest.raises(Refusal, match="请隐去"):
        do("write", world.programme_officer, **ANSWER | {"text": f"{world.maker.name}缺页"})
    with pytest.raises(NotYours):
        do("write", world.bureau_head, **ANSWER)
    own = do("write", world.head, **ANSWER | {"title": "负责人自己写的"})
    with pytest.raises(NotYours, match="不审定自己"):
        do("approve", world.head, own)
    first = do("write", world.programme_officer, **ANSWER)
    assert owed(first) == {"standards.approve"}
    row = course.arrived(world)
    sign_in(client, world.inspector)
    place = f"/inspections/{row.public_id}/checklist/"
    assert ANSWER["title"] not in client.get(f"{place}68/").content.decode()
    first = do("approve", world.head, first)
    said = client.get(f"{place}68/").content.decode()
    assert ANSWER["title"] in said
    assert "第1版" in said
    assert "第68项" in client.get(place).content.decode()
    words = {key: ANSWER[key] for key in ("title", "grounds")} | {"text": "缺页一律先查能否追溯。"}
    second = do("revise", world.programme_officer, first, **words)
    assert "第1版" in client.get(f"{place}68/").content.decode()
    second = do("approve", world.head, second)
    first.refresh_from_db()
    assert (first.stage, second.no, second.approved_by) == ("replaced", 2, world.head)
    said = client.get(f"{place}68/").content.decode()
    assert "第2版" in said
    assert "第1版" not in said
    page = client.get(first.get_absolute_url()).content.decode()
    assert second.get_absolute_url() in page
    assert not Guide.objects.visible_to(world.contact).exists()
    shown = do("write", world.programme_officer, **ANSWER | {"kind": "guide", "for_parties": True})
    assert not Guide.objects.visible_to(world.contact).exists()
    do("approve", world.head, shown)
    assert [one.pk for one in Guide.objects.visible_to(world.contact)] == [shown.pk]
    sign_in(client, world.contact)
    assert ANSWER["title"] in client.get("/standards/").content.decode()
    assert client.get("/standards/questions/").status_code == 404


def test_a_question_asked_in_the_field_comes_back_as_an_entry_and_tells_nothing_of_its_inspection(
    world: Any, client: Client
) -> None:
    asked = {"edition": EDITION, "item": "68*", "text": "批记录缺一页，能由设备日志证明的怎样判定？"}
    with pytest.raises(Refusal, match="请隐去"):
        do("ask", world.inspector, **asked | {"text": f"{world.maker.credit_code}缺页怎样判定"})
    row = do("ask", world.inspector, **asked)
    assert (row.authority, row.item, owed(row)) == (world.municipal, "68", {"standards.answer"})
    assert not Question.objects.visible_to(world.leader).exists()
    with pytest.raises(Refusal, match="找不到"):
        do("answer", world.bureau_head, row, title="怎样判定", text="判为瑕疵", grounds="规范")
    with pytest.raises(Refusal, match="请选择已发布的释义"):
        do("answer", world.programme_officer, row, title="怎样判定")
    new = {"title": "缺页能由设备日志证明的", "text": "判为瑕疵，写明证明的记录。", "grounds": "规范"}
    row = do("answer", world.programme_officer, row, **new)
    assert (row.stage, owed(row), owed(row.answer)) == ("drafted", set(), {"standards.approve"})
    do("withdraw", world.head, row.answer, reason="依据不对")
    row.refresh_from_db()
    assert (row.stage, row.answer, owed(row)) == ("asked", None, {"standards.answer"})
    row = do("answer", world.programme_officer, row, **new)
    do("approve", world.head, row.answer)
    row.refresh_from_db()
    assert (row.stage, owed(row)) == ("answered", {"standards.read"})
    assert Duty.objects.unrestricted().get(kind="standards.read", done_at=None).person == world.inspector
    sign_in(client, world.inspector)
    assert new["text"] in client.get(row.get_absolute_url()).content.decode()
    row = do("read", world.inspector, row)
    assert owed(row) == set()
    again = do("ask", world.leader, **asked)
    again = do("answer", world.programme_officer, again, existing=row.answer.public_id)
    assert (again.stage, again.answer) == ("answered", row.answer)


WORDINGS = """43 | 灌装机（编号 A-12）灌装头内有2024年3月5日生产的“玫瑰霜”残留 | 某省2024年第3期通告
43 | 清洁记录缺少消毒剂浓度 | 某省2023年第1期通告
68 | 批生产记录缺少半成品检验的内容 | 某省2024年第3期通告"""


def test_assisted_inspection_suggests_checkpoints_from_own_words_and_keeps_what_was_chosen(
    world: Any, client: Client
) -> None:
    with pytest.raises(Refusal, match="第 1 行"):
        do("add_wordings", world.programme_officer, edition=EDITION, lines="43 | 没有出处")
    do("add_wordings", world.programme_officer, edition=EDITION, lines=WORDINGS)
    with pytest.raises(Refusal, match="已经登记过"):
        do("add_wordings", world.programme_officer, edition=EDITION, lines=WORDINGS)
    row = course.arrived(world)
    with pytest.raises(NotYours):
        do("suggest", world.bureau_head, row, text="灌装头有上一批的残留")
    do("suggest", world.inspector, row, text="灌装头有上一批的残留，没有清洁消毒")
    told = Suggestion.objects.visible_to(world.inspector).get()
    assert not Suggestion.objects.visible_to(world.leader).exists()
    assert told.top[0]["no"] == "43"
    assert "残留" in told.top[0]["words"]
    assert len(told.model) == 12
    sign_in(client, world.inspector)
    place = f"/inspections/{row.public_id}/checklist/"
    page = client.get(place).content.decode()
    assert "依据：" in page
    assert "都不是" in page
    with pytest.raises(Refusal, match="请从"):
        do("choose", world.inspector, told, choice="1")
    with pytest.raises(Refusal, match="就在建议之中"):
        do("choose", world.inspector, told, choice="none", instead="43")
    told = do("choose", world.inspector, told, choice="43")
    draft = told.drafts[0]["text"]
    assert "灌装头" in draft
    assert not any(particular in draft for particular in ("A-12", "2024", "玫瑰霜"))
    assert draft in client.get(f"{place}43/").content.decode().replace("&quot;", "")
    assert row.findings.count() == row.deficiencies.count() == 0
    do("suggest", world.leader, row, text="批记录缺少半成品检验的内容")
    other = Suggestion.objects.visible_to(world.leader).get()
    assert other.top[0]["no"] == "68"
    do("choose", world.leader, other, choice="none", instead="2")
    (found,) = precision()
    assert (found.asked, found.first.hits, found.three.hits, found.three.n, found.none) == (2, 1, 1, 2, 1)
    page = client.get("/standards/suggestions/").content.decode()
    assert "1/2，50.0%（95% 区间" in page
    assert told.model in page


def test_a_wording_becomes_a_draft_with_blanks_for_what_was_particular() -> None:
    assert (
        blanked("电子秤（编号TSC-150）检定有效期至2018年9月14日，已过期")
        == "电子秤＿＿检定有效期至＿＿，已过期"
    )
    assert blanked("未留存“焕颜霜”3批的记录") == "未留存＿＿批的记录"
    assert blanked("清洁记录不完整") == "清洁记录不完整"


OPINION = {
    "theme": "warehouse",
    "title": "关于同一质量管理体系外设仓库的执行意见",
    "text": "外设仓库与生产场所执行同一质量管理体系，由同一质量管理部门管理。",
    "lines": "gmp-2022-actual 35 | 外设仓库的温湿度与厂内仓库一并监控",
}
WAREHOUSE = {
    "theme": "warehouse",
    "place": "二号路8号仓库",
    "agreement": "仓储协议〔2026〕1号",
    "facts": "由质量管理部门管理，执行同一套仓储制度和放行记录。",
}


def test_an_opinion_is_consulted_on_each_comment_answered_issued_and_its_requirement_stands_at_the_checkpoint(
    world: Any, client: Client
) -> None:
    today = timezone.localdate()
    until = today + timedelta(days=10)
    later = timezone.now() + timedelta(days=11)
    with pytest.raises(Refusal, match="检查要求第 1 行"):
        do("draft_opinion", world.programme_officer, **OPINION | {"lines": "没有要点"})
    row = do("draft_opinion", world.programme_officer, **OPINION)
    assert not Opinion.objects.visible_to(world.contact).exists()
    with pytest.raises(Refusal, match="晚于今天"):
        do("consult", world.programme_officer, row, closes_on=today)
    row = do("consult", world.programme_officer, row, closes_on=until)
    assert owed(row) == {"standards.settle"}
    said = do("comment", world.contact, row, text="外设仓库在省外的，能否适用？")
    assert (said.party, owed(said)) == (world.maker, {"standards.reply"})
    of_unit = do("comment", world.leader, row, text="应当写明由谁放行")
    assert of_unit.unit == world.bureau
    assert not Comment.objects.visible_to(world.other_contact).exists()
    with pytest.raises(Refusal, match="还没有截止"):
        do("hand_in", world.programme_officer, row)
    with pytest.raises(Refusal, match="2 条意见没有答复"):
        do_at(later, "hand_in", world.programme_officer, row)
    with pytest.raises(Refusal, match="已经截止"):
        do_at(later, "comment", world.contact, row, text="再提一条意见")
    do("reply", world.head, said, outcome="rejected", reply="省外的另行研究")
    do("reply", world.programme_officer, of_unit, outcome="adopted", reply="已写明")
    words = {"text": OPINION["text"] + "放行由质量安全负责人批准。", "lines": OPINION["lines"]}
    row = do("revise_opinion", world.programme_officer, row, reason="采纳检查局的意见", **words)
    assert [one["no"] for one in row.texts] == [1, 2]
    row = do_at(later, "hand_in", world.programme_officer, row)
    assert owed(row) == {"standards.issue"}
    day = timezone.localdate(later)
    row = do_at(later, "issue", world.head, row, number="药监妆〔2026〕9号", effective_on=day)
    assert (row.stage, row.issued_on, row.issued_by) == ("issued", day, world.head)
    sign_in(client, world.contact)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "省外的另行研究" in page
    assert "应当写明由谁放行" not in page
    Opinion.objects.filter(pk=row.pk).update(effective_on=today)
    on_site = course.arrived(world)
    sign_in(client, world.inspector)
    place = f"/inspections/{on_site.public_id}/checklist/35/"
    assert "一并监控" not in client.get(place).content.decode()
    fact = do("declare", world.contact, world.maker, agreed_on=today, **WAREHOUSE)
    assert "一并监控" not in client.get(place).content.decode()
    do("check", world.leader, fact, confirmed=True, note="现场看过仓库和协议原件")
    page = client.get(place).content.decode()
    assert "一并监控" in page
    assert "药监妆〔2026〕9号" in page
    assert WAREHOUSE["place"] in client.get(world.maker.get_absolute_url()).content.decode()
    do("end", world.contact, fact, ended_on=today)
    assert "一并监控" not in client.get(place).content.decode()


def test_digital_production_is_a_fact_of_the_dossier_with_requirements_of_its_own(world: Any) -> None:
    today = timezone.localdate()
    with pytest.raises(Refusal, match="找不到"):
        do("declare", world.other_contact, world.maker, agreed_on=today, **WAREHOUSE)
    digital = WAREHOUSE | {"theme": "digital", "place": "生产执行系统", "agreement": "系统验收报告"}
    with pytest.raises(Refusal, match="晚于今天"):
        do("declare", world.contact, world.maker, agreed_on=today + timedelta(days=1), **digital)
    with pytest.raises(Refusal, match="已经到期"):
        do(
            "declare",
            world.contact,
            world.maker,
            agreed_on=today,
            valid_to=today - timedelta(days=1),
            **digital,
        )
    row = do("declare", world.contact, world.maker, agreed_on=today, **digital)
    assert (row.authority, owed(row)) == (world.bureau, {"standards.check"})
    row = do("check", world.inspector, row, note="系统没有权限管理")
    assert (row.stage, owed(row)) == ("returned", set())


def test_the_requirements_of_digital_production_are_used_beside_the_checkpoints(
    world: Any, client: Client
) -> None:
    today = timezone.localdate()
    later = timezone.now() + timedelta(days=2)
    lines = f"{EDITION} 68 | 电子批记录修改留痕"
    row = do("draft_opinion", world.programme_officer, **OPINION | {"theme": "digital", "lines": lines})
    do("consult", world.programme_officer, row, closes_on=today + timedelta(days=1))
    do_at(later, "hand_in", world.programme_officer, row)
    with pytest.raises(Refusal, match="不能早于印发日期"):
        do_at(later, "issue", world.head, row, number="1号", effective_on=today)
    do_at(later, "issue", world.head, row, number="药监妆〔2026〕1号", effective_on=timezone.localdate(later))
    fact = do("declare", world.contact, world.maker, agreed_on=today, **WAREHOUSE | {"theme": "digital"})
    do("check", world.leader, fact, confirmed=True, note="现场看过系统")
    on_site = course.arrived(world)
    sign_in(client, world.inspector)
    place = f"/inspections/{on_site.public_id}/checklist/68/"
    assert "修改留痕" not in client.get(place).content.decode()  # not in force yet
    Opinion.objects.filter(pk=row.pk).update(effective_on=today)
    page = client.get(place).content.decode()
    assert "修改留痕" in page
    assert 'name="text"' in page
    assert [p.no for p in checkpoints_of(on_site)] == [one.no for one in checklist(EDITION).readable]


MOCK = {
    "title": "灌装间的一天",
    "text": "某企业灌装头有残留，清洁记录逐日填写；批记录缺第三页，设备日志完整。",
    "edition": EDITION,
    "items": "68、43",
}


def test_inspectors_judge_the_same_evidence_and_where_they_differ_becomes_training(
    world: Any, client: Client
) -> None:
    with pytest.raises(Refusal, match="请隐去"):
        do(
            "open_mock",
            world.programme_officer,
            until=timezone.localdate(),
            **MOCK | {"text": world.maker.name * 3},
        )
    row = do("open_mock", world.programme_officer, until=timezone.localdate(), **MOCK)
    assert owed(row) == {"standards.close_mock"}
    with pytest.raises(Refusal, match="每一条要点都要判定"):
        do("mark", world.leader, row, results="68 瑕疵")
    with pytest.raises(Refusal, match="第 1 行请写"):
        do("mark", world.leader, row, results="68 大概\n43 符合")
    said = {"leader": "瑕疵", "inspector": "不符合", "inspector2": "瑕疵", "district_officer": "符合"}
    for name, result in said.items():
        do("mark", getattr(world, name), row, results=f"第68项 {result}\n43* 不符合")
    do("mark", world.district_officer, row, results="68 不符合\n43 不符合")
    assert Marking.objects.unrestricted().count() == 4
    assert Marking.objects.visible_to(world.head).count() == 0
    sign_in(client, world.head)
    assert "一致程度" not in client.get(row.get_absolute_url()).content.decode()
    row = do("close_mock", world.programme_officer, row)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "两两一致 33.3%" in page
    assert "两两一致 100.0%" in page
    assert not any(getattr(world, name).name in page for name in said)
    with pytest.raises(Refusal, match="判定一致"):
        do("propose_topic", world.programme_officer, row, item="43", hours=4)
    do("propose_topic", world.programme_officer, row, item="68", hours=4)
    made = Course.objects.visible_to(world.programme_officer).get()
    assert (made.stage, made.hours) == ("draft", 4)
    assert "两两一致 33.3%（95% 区间" in made.need


def test_agreement_is_of_pairs_and_says_nothing_of_two_people() -> None:
    (one,) = agreements([[{"68": "a"}, {"68": "a"}]])
    assert (one.value, one.interval()) == (1.0, (0.0, 1.0))
    (three,) = agreements([[{"68": "a"}, {"68": "a"}, {"68": "b"}]])
    assert (three.alike, three.pairs) == (1, 3)
    low, high = agreements([[{"68": "a"}] * 40])[0].interval()
    assert (round(low, 2), high) == (0.84, 1.0)
    mixed = agreements([[{"1": "a", "2": "a"}, {"1": "a", "2": "b"}, {"1": "a", "2": "a"}]])
    assert [one.item for one in mixed] == ["2", "1"]


PROPOSAL = {
    "title": "批记录缺页的判定",
    "rule": "检查要点第68项",
    "now": "没有区分能否追溯",
    "wanted": "能由其他记录证明的判为瑕疵",
    "evidence": "近一年有十二次提问，尺度比对两两一致只有三分之一",
}


def test_a_proposal_to_change_a_rule_carries_its_evidence_to_who_decides(world: Any, client: Client) -> None:
    with pytest.raises(Refusal, match="第 1 行应是本系统"):
        do("propose", world.bureau_head, links="https://example.org/", **PROPOSAL)
    with pytest.raises(Refusal, match="请隐去"):
        do("propose", world.bureau_head, **PROPOSAL | {"evidence": f"{world.maker.name}缺页十二次"})
    row = do("propose", world.bureau_head, links="/standards/agreement/", **PROPOSAL)
    assert (row.authority, row.unit, owed(row)) == (world.municipal, world.bureau, {"standards.decide"})
    with pytest.raises(NotYours):
        do("decide", world.bureau_head, row, decision="同意提出")
    with pytest.raises(Refusal, match="写明后续办理"):
        do("decide", world.head, row, adopt=True, decision="数据充分")
    row = do("decide", world.head, row, adopt=True, decision="数据充分", follow_up="报请修订检查要点")
    assert (row.stage, owed(row)) == ("adopted", set())
    own = do("propose", world.head, **PROPOSAL)
    with pytest.raises(NotYours, match="不审定自己"):
        do("decide", world.head, own, decision="自己决定自己的")
    sign_in(client, world.leader)
    assert "报请修订检查要点" in client.get(row.get_absolute_url()).content.decode()


def test_a_guide_by_chapter_stands_at_every_checkpoint_of_the_chapter(world: Any, client: Client) -> None:
    chapter = checklist(EDITION).get("43").chapter
    made = do(
        "write", world.programme_officer, **ANSWER | {"kind": "guide", "item": chapter, "title": "本章指引"}
    )
    with pytest.raises(Refusal, match="没有第"):
        do("write", world.programme_officer, **ANSWER | {"item": chapter})
    do("approve", world.head, made)
    row = course.arrived(world)
    sign_in(client, world.inspector)
    place = f"/inspections/{row.public_id}/checklist/"
    assert "本章指引" in client.get(f"{place}43/").content.decode()
    assert "本章指引" not in client.get(f"{place}1/").content.decode()
