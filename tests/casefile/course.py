"""One inspection through the real acts to its end: a deficiency, a statement, evidence, rectification, publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.inspections import course
from tests.rectification.cases import PARTS
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import Rectification

do = course.do


def concluded(w: Any, **more: Any) -> Inspection:
    """Told beforehand, a deficiency found and defended, evidence confirmed, concluded with advice."""
    row = course.closed_meeting(
        w, position="states", plan={"announced": True}, bad={"i25": "nonconforming"}, **more
    )
    row = do("inspections.statement", w.leader, row, text="已补记", made_by="王经理")
    statement = row.statements.get()
    row = do(
        "inspections.answer",
        w.leader,
        row,
        statement=statement.public_id,
        verification="查阅记录，仍不完整",
        answer="rejected",
    )
    do(
        "evidence.add",
        w.inspector,
        row,
        file=course.photo(),
        item="25",
        confirmed_by="王经理",
    )
    row = Inspection.objects.get(pk=row.pk)
    return do("inspections.conclude", w.leader, row, handling_opinion="责令限期整改")


def delivered(w: Any, **more: Any) -> Inspection:
    """Its record made, signed by all, in the hands of both sides."""
    row = do("inspections.record", w.leader, concluded(w, **more))
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do("inspections.party_sign", w.leader, row, kind="signed", signer_name="王法定")
    return do("inspections.deliver", w.leader, row, delivered_to="王经理")


def ended(w: Any, **more: Any) -> Inspection:
    """Put right, re-checked, ended, published."""
    row = delivered(w, **more)
    officer = w.people[{w.bureau.pk: "inspector2", w.district.pk: "district_officer"}[row.local_authority_id]]
    due = course.today() + timedelta(days=20)
    do("rectification.issue", officer, row, due_on=due, requirement="逐项整改")
    matter = Rectification.objects.get(inspection=row)
    matter = do("rectification.submit_report", w.contact, matter, **PARTS)
    matter = do("rectification.recheck", officer, matter, way="on_site", result="passed", text="已整改")
    do("rectification.close", officer, matter)
    do("disclosure.publish", w.programme_officer, Inspection.objects.get(pk=row.pk))
    return Inspection.objects.get(pk=row.pk)


def bare(w: Any) -> Inspection:
    """Concluded, and the advice on handling taken out of the row: one fault of ordinary weight."""
    row = course.concluded(w)
    Inspection.objects.filter(pk=row.pk).update(handling_opinion="")
    return Inspection.objects.get(pk=row.pk)
