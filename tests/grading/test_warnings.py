"""The early-warning model in the browser: of what parties know of, promoted by a head, shown to officials alone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.grading.test_grades import graded, of
from tests.inspections import course
from tests.rectification.cases import sign_in
from tests.risk.warning_tables import SMALL
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk.jobs import warn_of_parties
from zhuangjian.apps.risk.models import WarningRun, WarningScore
from zhuangjian.apps.risk.warning_facts import table_until
from zhuangjian.engines.risk import proof
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
SHOWN = "风险预警（供参考）"


def inspected(w: Any, number: int) -> None:
    """Every third party is found wanting each time but one in five, the others hardly ever; told some days after."""
    parties = [w.maker, *(Party.objects.create(name=f"测试企业{n}", region_code="500103") for n in range(11))]
    now = timezone.now()
    rows = []
    for n in range(number):
        bad = ((n % 12) % 3 == 0 and n % 5 != 0) or n % 17 == 0
        at = now - timedelta(days=900 - n * 800 / number)
        rows.append(
            Inspection(
                party=parties[n % 12],
                inspection_type="routine",
                organising_unit=w.bureau,
                dispatching_unit=w.bureau,
                local_authority=w.bureau,
                reason="",
                legal_basis="",
                stage="closed",
                conclusion="production_deficient" if bad else "production_clean",
                started_at=at,
                delivered_at=at,
                created_at=at,
            )
        )
    Inspection.objects.bulk_create(rows)


def computed(w: Any) -> WarningRun:
    return warn_of_parties(w.programme_officer, {"as_of": course.today()}, lambda done, total: None)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(proof, "prove", partial(proof.prove, settings=SMALL))


def page(person: Any, address: str) -> str:
    client = Client()
    sign_in(client, person)
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_a_promoted_model_stands_beside_the_grade_for_officials_and_nobody_else(world, quick):
    w = world
    inspected(w, 240)
    graded(w)
    run = computed(w)
    assert (run.visits, run.parties, run.stage) == (240, 12, "computed")
    told = page(w.head, run.get_absolute_url())
    assert "逐个时段的回测" in told
    assert "没有用来评分的列" in told
    assert "随机抽取的只有 0 次" in told
    sheet = of(w.maker).get_absolute_url()
    assert SHOWN not in page(w.head, sheet)
    with pytest.raises(NotYours):
        do("risk.promote_warning", w.programme_officer, run, why="回测各时段都明显好于随机次序。")
    duties = Duty.objects.count()
    do("risk.promote_warning", w.head, run, why="回测各时段都明显好于随机次序。")
    assert "正在使用" in page(w.head, "/risk/model/")
    score = WarningScore.objects.get(run=run, party=w.maker)
    told = page(w.bureau_head, sheet)
    assert SHOWN in told
    assert score.percent in told
    assert "不改变等级" in told
    assert Duty.objects.count() == duties
    # The party reads its own sheet without it, and has no page of models.
    assert SHOWN not in page(w.contact, sheet)
    assert "计分" in page(w.contact, sheet)
    assert page(w.contact, run.get_absolute_url()) == page(w.contact, "/risk/model/") == "404"
    assert not WarningScore.objects.visible_to(w.contact).exists()
    # A later one takes its place; withdrawn, nothing is shown.
    later = computed(w)
    do("risk.promote_warning", w.head, later, why="按最近的检查重新训练，结果相近。")
    run.refresh_from_db()
    assert run.stage == "replaced"
    do("risk.withdraw_warning", w.head, WarningRun.objects.get(pk=later.pk), why="检查要点改版，需重做。")
    assert SHOWN not in page(w.head, sheet)


def test_scores_that_are_not_those_computed_are_not_promoted(world, quick):
    inspected(world, 240)
    run = computed(world)
    WarningScore.objects.filter(run=run, rank=1).delete()
    with pytest.raises(Refusal, match="评分没有写全"):
        do("risk.promote_warning", world.head, run, why="回测各时段都明显好于随机次序。")


def test_too_few_inspections_stop_calmly_and_a_hidden_one_is_in_no_table(world):
    inspected(world, 30)
    Inspection.objects.filter(pk=Inspection.objects.latest("pk").pk).update(stage="signed", delivered_at=None)
    visits, _ = table_until(course.today())
    assert len(visits) == 29
    with pytest.raises(Refusal, match="现有 29 次"):
        computed(world)
    assert not WarningRun.objects.exists()
    assert "至少要 100 次检查" in page(world.head, "/risk/model/")
