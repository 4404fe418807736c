"""Scenarios of the articles on routine programmes: by risk, weighed by seven factors, as often as somebody asks (CQ 27, 28, 30)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.articles.test_scenarios import articles_of
from tests.draws.making import makers
from tests.grading.test_grades import graded, of, signal
from tests.grading.test_signals import do, found, outbreak
from tests.inspections import course
from tests.planning.test_draft import drafted
from zhuangjian.apps.jobs.handing_in import hand_in
from zhuangjian.apps.jobs.running import Worker
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.planning.facts import facts_of
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.risk import law
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
# What the article lists beside the risk monitoring, as the register knows it.
FACTORS = ("filing", "sampling", "adverse_reaction", "complaint", "penalty", "opinion")
SAID = ("注册备案", "抽样检验", "不良反应", "投诉举报", "行政处罚", "舆情")


def of_next_year(world: Any, **more: Any) -> tuple[Any, Any, dict[str, list[dict[str, Any]]]]:
    """A programme of the next year, its draft's job, and what is planned of each party."""
    programme = course.programme(world, year=course.today().year + 1)
    job, told = drafted(world, programme, random_share=0, **more)
    items: dict[str, list[dict[str, Any]]] = {}
    for item in told["items"]:
        items.setdefault(item["party"], []).append(item)
    return programme, job, items


def test_the_riskier_a_party_is_graded_the_more_often_the_programme_goes_there(world: Any) -> None:
    bad, good = makers(world, 2)
    for n in range(6):
        signal(bad, title=f"处罚{n}")
    graded(world)
    assert of(bad).visits > of(good).visits
    programme, job, items = of_next_year(world)
    assert len(items[bad.name]) > len(items[good.name])
    said = " ".join(items[bad.name][0]["reasons"])
    assert f"每年 {of(bad).visits:g} 次，风险等级{of(bad).grade}的建议频次" in said
    course.do("planning.take", world.programme_officer, programme, draft=job.code, items=[0])
    task = Task.objects.get(programme=programme)
    assert (task.party, "风险等级" in task.origin.words) == (bad, True)
    row = course.opened(world, usual_basis=True)
    assert "第二十七条至第三十一条" in row.legal_basis


def test_a_programme_weighs_the_seven_factors_puts_the_listed_kinds_first_and_its_files_are_reviewed(
    world: Any,
) -> None:
    outbreak(world)
    case = found(world)
    for kind in FACTORS:
        signal(case.party, kind=kind, severity=1)
    (before,) = facts_of([case.party], course.today())
    assert not any("风险监测" in why for why in before.reasons)
    do("risk.take_signal", world.district_head, case)
    said = {"outcome": "confirmed", "text": "逐条核对，没有重复，反应一致。"}
    do("risk.assess_signal", world.district_head, case, **said)
    (after,) = facts_of([case.party], course.today())
    assert after.risk == min(100, before.risk + 20)
    assert any(f"风险监测确认的风险：{case.subject}：灼痛" in why for why in after.reasons)
    records = next(why for why in after.reasons if why.startswith("近一年"))
    assert [one for one in SAID if one not in records] == []
    world.maker.kind_rows.create(kind="contract_manufacturer", since=course.today())
    (listed,) = facts_of([world.maker], course.today())
    assert listed.priority
    assert any("重点关注的对象" in why and "受托生产企业" in why for why in listed.reasons)
    (salon,) = facts_of([world.shop], course.today())
    assert any("重点关注的对象：美容美发机构" in why for why in salon.reasons)
    programme, job, items = of_next_year(world)
    assert any("受托生产企业" in why for why in items[world.maker.name][0]["reasons"])
    course.do("planning.take", world.programme_officer, programme, draft=job.code, items=[0])
    course.approved(world, programme)
    hand_in(ACTIONS["casefile.review_year"], world.head, lambda: {"year": course.today().year})
    worker = Worker()
    worker._beat = lambda pk, over: None  # type: ignore[method-assign,assignment]
    assert worker.one()
    acts = ("programme.create", "planning.take", "programme.approve", "casefile.review_year")
    assert set(articles_of(*acts).values()) == {"CQ 28"}


@pytest.mark.parametrize(("closed", "weighs"), [("confirmed", True), ("refuted", False)])
def test_a_risk_that_was_refuted_weighs_nothing(world: Any, closed: str, weighs: bool) -> None:
    outbreak(world)
    case = found(world)
    do("risk.take_signal", world.district_head, case)
    do("risk.assess_signal", world.district_head, case, outcome=closed, text="逐条核对了每一份报告。")
    if weighs:
        do("risk.note_step", world.district_head, case, kind="sampling", text="抽取同批产品送检")
    do("risk.close_signal", world.district_head, case, text="已处置完毕。")
    for days, counts in ((364, weighs), (365, False)):
        (facts,) = facts_of([case.party], case.found_on + timedelta(days=days))
        assert any("风险监测" in why for why in facts.reasons) is counts


def test_how_often_is_what_law_and_superiors_ask_with_the_paper_that_asks_it(
    world: Any, monkeypatch: Any
) -> None:
    good, _ = makers(world, 2)
    graded(world)
    assert of(good).visits < 3
    asked = {"asked_visits": 3, "asked_source": "国药监妆〔2026〕9号"}
    programme = course.programme(world, year=course.today().year + 1)
    given = {"programme": str(programme.public_id), "unit": world.bureau.pk, "rounds": 20}
    for part in ({"asked_visits": 3}, {"asked_source": "国药监妆〔2026〕9号"}):
        with pytest.raises(Refusal, match="次数应当有依据") as refused:
            perform(ACTIONS["planning.draft"], world.programme_officer, None, given | part)
        assert refused.value.article == "CQ 30"
    told = drafted(world, programme, random_share=0, asked_kind="manufacturer", **asked)[1]
    mine = [item for item in told["items"] if item["party"] == good.name]
    left = [one for one in told["unmet"] if one["party"] == good.name]
    assert len(mine) + len(left) == 3
    assert "检查频次：每年 3 次，上级要求（国药监妆〔2026〕9号）" in json.dumps(mine, ensure_ascii=False)
    shops = drafted(world, programme, random_share=0, asked_kind="salon", **asked)[1]
    assert "上级要求" not in json.dumps(shops, ensure_ascii=False)
    # No grade lowers what the law asks: at its number and below it.
    monkeypatch.setattr(law, "least_visits", lambda on: 1)
    assert [law.frequency(per, "", course.today()).per_year for per in (0.5, 1, 2)] == [1, 1, 2]


def test_what_a_superior_orders_is_a_task_under_the_article_of_frequency(world: Any) -> None:
    given = {"kind": "order", "inspection_type": "routine", "party": world.maker.credit_code}
    given |= {"window_from": course.today(), "window_to": course.today() + timedelta(days=20)}
    given |= {"body": "国家药监局", "reference": "国药监妆〔2026〕9号"}
    with pytest.raises(Refusal, match="应当写明") as refused:
        course.do("programme.start", world.programme_officer, **given)
    assert refused.value.article == "CQ 30"
    task = course.do("programme.start", world.programme_officer, received_on=course.today(), **given)
    assert (task.origin.reference, task.party) == ("国药监妆〔2026〕9号", world.maker)
