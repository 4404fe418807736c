"""Inspections with evidence whose record is signed, through the real acts."""

from __future__ import annotations

from typing import Any

from tests.inspections import course
from zhuangjian.apps.inspections.models import Inspection

do = course.do
SUSPECTED = {"suspected_violation": True, "handling_opinion": "建议移交立案调查"}


def signed(w: Any, **more: Any) -> Inspection:
    """With a photo, a deficiency and the suspicion of a violation, signed by everybody."""
    row = course.concluded(w, bad={"i25": "nonconforming"}, conclusion=SUSPECTED, **more)
    do("evidence.add", w.inspector, row, file=course.photo(), item="25", confirmed_by="王经理")
    row = do("inspections.record", w.leader, Inspection.objects.get(pk=row.pk))
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    return do(
        "inspections.party_sign", w.leader, row, kind="signed", signer_name="王法定", signer_post="法定代表人"
    )


def delivered(w: Any, **more: Any) -> Inspection:
    """The same, handed over."""
    return do("inspections.deliver", w.leader, signed(w, **more), delivered_to="王经理")
