"""The demo's risk: parties that were made risky, reports that stand out, grades, objections, a signal in each state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.models import Product, Signal
from zhuangjian.apps.risk.jobs import grade_parties
from zhuangjian.apps.risk.models import Dimension, GradeChange, PartyGrade, SignalCase

PLANTED = "demo/planted"
RISKY, OUTBREAKS, EACH = 6, 5, 6
REACTIONS = ("接触性皮炎", "面部灼痛", "色素沉着", "皮肤脱屑", "毛囊炎")
INGREDIENTS = ("苯氧乙醇", "水杨酸", "对苯二胺", "香精", "甲基异噻唑啉酮")
# What makes a party risky: (kind, severity, days before, title).
FACTS = (
    ("penalty", 5, 40, "行政处罚：使用不合格原料生产"),
    ("sampling", 5, 25, "抽样检验不合格：检出禁用原料"),
    ("sampling", 4, 70, "抽样检验不合格：菌落总数超标"),
    ("complaint", 4, 15, "投诉：多人使用后皮肤红肿"),
)


def told(teller: Any) -> None:
    """Everything that is shown of risk; what is planted is known by its source keys."""
    _plant(teller)
    cast, latest = teller.cast, teller.latest
    for before in (90, 0):
        at = moment(teller.day, 90) if before else latest
        grade_parties(cast.jihua, {"as_of": timezone.localdate(at)}, _silent, at=at)
    _changes(teller)
    _objections(teller)
    _signals(teller)


def _silent(done: int, total: int) -> None:
    """Nobody is told how far it is."""


def _plant(teller: Any) -> None:
    products = list(
        Product.objects.unrestricted()
        .filter(party__is_synthetic=True)
        .filter(party__jurisdictions__authority__kind="inspection_bureau")
        # Only bureaus and one district of the demo have people, who take up what stands out.
        .exclude(party__jurisdictions__authority__kind="district")
        .exclude(party=teller.own)
        .order_by("party_id", "pk")
        .select_related("party")
    )
    by_party = list({product.party_id: product for product in products}.values())
    bulk.insert([*_risky(teller, by_party), *_reports(teller, by_party)])


def _risky(teller: Any, products: list[Product]) -> Iterator[Signal]:
    for number, product in enumerate(products[:RISKY]):
        for place, (kind, severity, days, title) in enumerate(FACTS):
            yield _signal(teller, f"{PLANTED}/risky/{number}/{place}", product, kind, severity, days, title)


def _reports(teller: Any, products: list[Product]) -> Iterator[Signal]:
    """Many reports of one reaction about one product each, over single ones everywhere."""
    others = products[RISKY + OUTBREAKS :]
    for number, reaction in enumerate(REACTIONS):
        said = {"reaction": reaction, "ingredients": [INGREDIENTS[number]]}
        product = products[(RISKY + number) % len(products)]
        for n in range(EACH):
            key = f"{PLANTED}/outbreak/{number}/{n}"
            yield _signal(
                teller, key, product, "adverse_reaction", 2, 10 + n * 9, f"不良反应报告：{reaction}", said
            )
        for n, other in enumerate(others[number::OUTBREAKS][:8]):
            key = f"{PLANTED}/single/{number}/{n}"
            plain = {
                "reaction": REACTIONS[(number + n) % OUTBREAKS],
                "ingredients": [INGREDIENTS[n % OUTBREAKS]],
            }
            title = f"不良反应报告：{plain['reaction']}"
            yield _signal(teller, key, other, "adverse_reaction", 1, 20 + n * 11, title, plain)


def _signal(
    teller: Any, key: str, product: Product, kind: str, severity: int, days: int, title: str, said: Any = None
) -> Signal:
    return bulk.made(
        Signal,
        party=product.party,
        product=product,
        kind=kind,
        severity=severity,
        occurred_on=teller.day - timedelta(days=days),
        title=title,
        detail=said or {},
        source_key=key,
        source="演示数据",
    )


def _head(unit: Any) -> Person:
    found = Person.objects.filter(authority=unit, is_active=True, role_rows__role=str(Role.HEAD)).first()
    assert found is not None, unit
    return found


def _do(teller: Any, name: str, person: Any, case: Any, **data: Any) -> Any:
    done = perform(ACTIONS[name], person, case, data, at=teller.latest).object
    return type(done)._base_manager.get(pk=done.pk)


def _changes(teller: Any) -> None:
    rows = GradeChange.objects.unrestricted().filter(noted_at=None, authority__isnull=False).order_by("pk")
    rows = rows.filter(authority__people__role_rows__role=str(Role.HEAD)).distinct()
    if (change := rows.first()) is not None:
        _do(
            teller,
            "risk.note_change",
            _head(change.authority),
            change,
            noted="列入下季度检查，重点核对整改情况。",
        )


def _objections(teller: Any) -> None:
    """The contact's party: the first objection is answered, the second waits."""
    row = PartyGrade.objects.unrestricted().select_related("authority").get(party=teller.own)
    person = teller.cast.qiye
    first = _do(
        teller, "risk.object", person, row, text="许可证上的一个单元已经停用，不应再按两个以上许可单元计分。"
    )
    _do(
        teller,
        "risk.answer_objection",
        _head(row.authority),
        first,
        outcome="kept",
        answer="许可单元按许可证载明的计算，停用的单元核减之前照计；核减后再次定级时自动更新，维持原等级。",
    )
    _do(teller, "risk.object", person, row, text="上一次检查的缺陷已按期整改完成，请核对是否已按整改后计分。")


def _signals(teller: Any) -> None:
    """One signal in each state; the others wait."""
    perform(
        ACTIONS["risk.detect"],
        teller.cast.jihua,
        None,
        {"as_of": timezone.localdate(teller.latest)},
        at=teller.latest,
    )
    cases = SignalCase.objects.unrestricted().filter(dimension=str(Dimension.PRODUCT))
    for case, state in zip(cases.order_by("subject", "pk"), STATES, strict=False):
        person = _head(case.authority)
        for name, said in state:
            _do(teller, name, person, SignalCase._base_manager.get(pk=case.pk), **said)


_TAKE: tuple[str, dict[str, Any]] = ("risk.take_signal", {})
_CONFIRM = (
    "risk.assess_signal",
    {"outcome": "confirmed", "text": "六份报告来自四家医疗机构，反应一致，未见重复，产品在售，存在风险。"},
)
_REFUTE = (
    "risk.assess_signal",
    {"outcome": "refuted", "text": "六份报告由同一机构一次补报，核对后为既往使用同类药膏所致，与产品无关。"},
)
_SAMPLE = ("risk.note_step", {"kind": "sampling", "text": "抽取同批次产品送检，检测禁限用原料。"})
_CONSULT = ("risk.note_step", {"kind": "consultation", "text": "提请季度风险会商讨论同类产品的处置。"})
STATES: tuple[tuple[tuple[str, dict[str, Any]], ...], ...] = (
    (_TAKE, _CONFIRM, _SAMPLE, _CONSULT),
    (_TAKE, _REFUTE),
    (_TAKE,),
    (
        _TAKE,
        _CONFIRM,
        ("risk.note_step", {"kind": "guidance", "text": "指导企业自查配方和投料，停用相关批次原料。"}),
        ("risk.close_signal", {"text": "企业完成自查并更换原料，此后两个月没有新的报告。"}),
    ),
)
