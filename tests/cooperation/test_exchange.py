"""Letters as signed files: what arrives, what is refused; and two installations that exchange one by the command line."""

from __future__ import annotations

import importlib.util
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.bundle.making import small
from tests.cooperation.letters import ELSEWHERE, do, sent
from tests.cooperation.test_assistance import duty, open_duties
from tests.inspections import course
from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.cooperation.packing import What, pack, sendable
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.printing import PDF
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.engines.rules.answer import Refusal

TOOL = Path(__file__).resolve().parents[2] / "tools" / "exchange.py"


def packed(row: Letter, what: What) -> bytes:
    out = io.BytesIO()
    pack(out, Letter.objects.get(pk=row.pk), what)
    return out.getvalue()


def taken(person: Any, raw: bytes, **more: Any) -> Letter:
    return do("receive", person, file=Upload.of("h.zip", raw), **more)


@pytest.fixture
def pair(world):
    """A request to another province, and that province's official: here a unit that bears its name."""
    ours = sent(world)
    Authority.objects.filter(pk=world.other_district.pk).update(name=ELSEWHERE)
    return ours, type(world.other_district_officer).objects.get(pk=world.other_district_officer.pk)


@pytest.mark.django_db
def test_letter_receipt_extension_and_answer_arrive_and_each_is_taken_once(world, region, pair):
    ours, there = pair
    us = world.enforcement_officer
    raw = packed(ours, What.LETTER)
    theirs = taken(there, raw)
    assert taken(there, raw).pk == theirs.pk
    assert (theirs.body_name, theirs.trusted) == (world.bureau.name, True)
    for name in ("kind", "subject", "reasons", "matters", "contact_name", "contact_way", "number", "called"):
        assert getattr(theirs, name) == getattr(ours, name)
    paper = Document.objects.unrestricted().get(target_id=ours.pk, kind="letter", media_type=PDF)
    assert [(one.title, one.sha256) for one in theirs.annexes.all()] == [
        *((one.title, one.sha256) for one in ours.annexes.all()),
        (paper.title.removesuffix(".pdf"), paper.digest),
    ]
    assert duty("assist", theirs).due == theirs.due == date(2026, 6, 29)
    ours = taken(us, packed(theirs, What.RECEIPT))
    assert duty("await", ours).due == date(2026, 6, 29)
    do("extend", there, theirs, until=date(2026, 7, 3), reason="需要再次询问")
    ours = taken(us, packed(theirs, What.EXTENSION))
    assert duty("await", ours).due == ours.due == date(2026, 7, 3)
    do("annex", there, theirs, file=course.photo(), title="出库单")
    do("answer", there, theirs, text="已核实，供货属实。")
    raw = packed(theirs, What.ANSWER)
    ours = taken(us, raw)
    assert taken(us, raw).answers.count() == 1
    assert (ours.stage, open_duties(ours)) == ("answered", set())
    number = theirs.answers.get().number
    assert {one.title for one in ours.annexes.filter(of_answer=True)} == {"出库单", f"复函 {number}"}


@pytest.mark.django_db
def test_what_was_changed_or_is_for_somebody_else_is_refused_and_leaves_nothing(world, pair):
    ours, there = pair
    raw = packed(ours, What.LETTER)
    changed = bytearray(raw)
    changed[len(raw) // 2] ^= 1
    with pytest.raises(Refusal, match="不成立"):
        taken(there, bytes(changed))
    with pytest.raises(Refusal, match="不是发给"):
        taken(world.district_officer, raw)
    with pytest.raises(Refusal, match="移送包"):
        taken(there, small())
    assert not Letter.objects.filter(direction="in").exists()


@pytest.mark.django_db
def test_nobody_answers_in_the_name_of_a_body_that_answered_under_another_key(world, pair, monkeypatch):
    ours, there = pair
    theirs = taken(there, packed(ours, What.LETTER))
    taken(world.enforcement_officer, packed(theirs, What.RECEIPT))
    do("answer", there, theirs, text="已核实")
    other = Ed25519PrivateKey.generate()
    with monkeypatch.context() as m:
        m.setattr(keys, "private_key", lambda: other)
        forged = packed(theirs, What.ANSWER)
    with pytest.raises(Refusal, match="公钥"):
        taken(world.enforcement_officer, forged)
    Letter.objects.filter(pk=ours.pk).update(public_key="")
    ours.addressees.update(name="别的单位")
    with pytest.raises(Refusal, match="没有发给"):
        taken(world.enforcement_officer, packed(theirs, What.ANSWER))
    assert Letter.objects.get(pk=ours.pk).stage == "sent"


@pytest.mark.django_db
def test_only_what_was_sent_or_done_can_be_carried(world, pair):
    ours, there = pair
    theirs = taken(there, packed(ours, What.LETTER))
    assert (sendable(ours), sendable(theirs)) == ([What.LETTER], [What.RECEIPT])
    with pytest.raises(Refusal, match="还没有可以发出的复函"):
        packed(theirs, What.ANSWER)


@pytest.mark.slow
def test_two_installations_with_their_own_homes_and_databases_exchange_a_request_and_its_answer(tmp_path):
    spec = importlib.util.spec_from_file_location("exchange", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    said: list[str] = []
    found = tool.exchange(tmp_path, said.append)
    assert len(said) == 5
    for name in ("one", "two"):
        assert list((tmp_path / name).rglob("*.sqlite3"))
    assert "已核实，供货属实。" in str(found["asking"])
