"""A ledger with a little in it: a tree of authorities, and an inspection with parts entered by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from tests.ledger.tampering import Tamperer


@dataclass
class Kept:
    """What the ledger covers in these tests."""

    municipal: Any
    bureau: Any
    inspection: Any


def enter(name: str, obj: Any, **facts: Any) -> Any:
    """An entry about ``obj``, as :func:`perform` makes it after an action."""
    from django.db import transaction

    from zhuangjian.apps.ledger import chain

    with transaction.atomic():
        chain.lock()
        step = SimpleNamespace(name=name, article="", person=None, at=timezone.now(), facts=lambda: facts)
        return chain.append(step, obj)


def add_authority(name: str, parent: Any = None, **options: Any) -> Any:
    """An authority through its action."""
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    given = {
        "name": name,
        "short_name": name[-4:],
        "kind": "municipal" if parent is None else "inspection_bureau",
        "region_code": "500000",
        "parent": parent.pk if parent else None,
    }
    return perform(ACTIONS["authorities.add_authority"], None, None, given, **options).object


def add_administrator() -> Any:
    """An administrator with a unit, entered as accounts are that the system's own code makes."""
    from zhuangjian.apps.authorities.enrolling import enrol
    from zhuangjian.apps.authorities.models import Person

    unit = add_authority("测试市局")
    person = Person.objects.create_user("admin", None, name="管理员", authority=unit, roles=["administrator"])
    enrol(person)
    return person


@pytest.fixture
def kept(db):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.documents.store import keep_document
    from zhuangjian.apps.inspections.models import Inspection
    from zhuangjian.apps.ledger import heads
    from zhuangjian.apps.registry.models import Party

    municipal = add_authority("测试市药品监督管理局")
    bureau = add_authority("测试市第一检查局", municipal)
    person = Person.objects.create_user("inspector", None, name="检查员甲", authority=bureau)
    enter("test.person", person)
    party = Party.objects.create(name="测试丽妆有限公司", region_code="500103")
    inspection = Inspection.objects.create(
        number="检2026-001",
        party=party,
        inspection_type="routine",
        organising_unit=municipal,
        dispatching_unit=bureau,
        local_authority=municipal,
        reason="年度计划",
        legal_basis="《化妆品监督管理条例》",
        created_at=timezone.now(),
    )
    enter("test.assign", inspection)
    inspection.team.create(person=person, part="leader", joined_at=timezone.now())
    finding = inspection.findings.create(
        item="25", result="nonconforming", text="原料未标识", found_by=person, found_at=timezone.now()
    )
    inspection.deficiencies.create(finding=finding, no=1, text="原料未标识")
    keep_document(
        inspection,
        "report",
        "检查报告",
        b"bytes of a report",
        "application/pdf",
        by=person,
        at=timezone.now(),
    )
    enter("test.find", inspection, item="25", on=date(2026, 11, 20))
    for number in range(3, 11):
        add_authority(f"测试市第{number}检查局", municipal)
    heads.sign_current()
    return Kept(municipal, bureau, inspection)


@pytest.fixture
def tamper(kept):
    with Tamperer() as hand:
        yield hand


@pytest.fixture
def faults(kept):
    """Where the present verification finds faults, as ``where：what`` lines."""
    from zhuangjian.apps.ledger.verify import verify

    def look() -> list[str]:
        return [f"{fault.where}：{fault.what}" for fault in verify().faults]

    return look
