"""Signals: found among the records, taken up, assessed, followed and closed by the unit that is responsible (LN 2(4))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.registry.models import Product, Signal
from zhuangjian.apps.risk.models import SignalCase
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def report(party: Any, product: Any, reaction: str, n: int, **more: Any) -> Signal:
    return Signal.objects.create(
        party=party,
        product=product,
        kind="adverse_reaction",
        occurred_on=course.today() - timedelta(days=n + 1),
        title=f"不良反应报告：{reaction}",
        detail={"reaction": reaction},
        source_key=f"test/{reaction}/{Signal.objects.count()}",
        **more,
    )


def outbreak(w: Any, **more: Any) -> Product:
    """Six of seven reports of burning are about one product; other reactions are about many."""
    products = [
        Product.objects.create(party=w.maker, number=f"测G妆网备字{n}", name=f"面霜{n}") for n in range(12)
    ]
    for n in range(6):
        report(w.shop, products[0], "灼痛", n, **more)
    for n, product in enumerate(products[1:]):
        report(w.shop, product, "灼痛" if n == 0 else f"反应{n % 3}", n)
    return products[0]


def found(w: Any, dimension: str = "product") -> SignalCase:
    do("risk.detect", w.programme_officer, as_of=course.today())
    return SignalCase.objects.get(dimension=dimension)


def open_kinds() -> set[str]:
    return set(Duty.objects.filter(kind__startswith="risk.", done_at=None).values_list("kind", flat=True))


def test_the_planted_group_is_found_with_its_records_and_goes_its_way_with_reasons(world, client):
    product = outbreak(world)
    case = found(world)
    assert (case.subject, case.event, case.reports) == (f"{product.name}（{product.number}）", "灼痛", 6)
    assert case.evidence_rows.count() == 6
    # By hand: 6 of 6 about it, 1 of 11 elsewhere.
    assert case.ratio == pytest.approx((6 / 6) / (1 / 11), abs=0.01)
    assert (case.authority, open_kinds()) == (world.district, {"risk.take"})
    do("risk.take_signal", world.district_head, case)
    assert open_kinds() == {"risk.assess"}
    case = do(
        "risk.assess_signal",
        world.district_head,
        case,
        outcome="confirmed",
        text="逐条核对，没有重复，反应一致。",
    )
    with pytest.raises(Refusal, match="还没有登记去向"):
        do("risk.close_signal", world.district_head, case, text="已处置完毕。")
    do("risk.note_step", world.district_head, case, kind="for_cause", text="拟对该企业启动有因检查")
    do("risk.note_step", world.district_head, case, kind="sampling", text="抽取同批产品送检")
    sign_in(client, world.district_officer)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "抽取同批产品送检" in page
    assert "有因检查" not in page, "only who plans it knows that it comes (CQ 34)"
    sign_in(client, world.contact)
    assert client.get(case.get_absolute_url()).status_code == 404
    case = do("risk.close_signal", world.district_head, case, text="抽检合格，企业已更换原料。")
    assert (case.stage, open_kinds()) == ("closed", set())


def test_the_same_group_is_no_second_case_and_grows_with_new_records(world):
    product = outbreak(world)
    case = found(world)
    found(world)
    report(world.shop, product, "灼痛", 7)
    again = found(world)
    assert (again.pk, again.reports, again.evidence_rows.count()) == (case.pk, 7, 7)


def test_what_is_not_attributable_is_the_products_danger_and_nobody_elses_fault(world):
    outbreak(world, attributable=False)
    case = found(world)
    assert case.party is None
    assert case.authority == world.municipal
    assert not SignalCase.objects.filter(dimension="maker", event="灼痛").exists()
