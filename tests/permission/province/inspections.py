"""An inspection of every story, with all rows that hang on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.permission.filling import DAY, MOMENT
from tests.permission.province.afterwards import AFTERWARDS
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "inspections.inspection": {
        "edition": "actual",
        "checklist": "gmp-2022-actual",
        "pack": "chongqing@2025-12-23",
        "bound_on": DAY,
        "computed_conclusion": "",
        "conclusion": "",
        "record_form": "",
        "record_digest": "",
        "licensing_kind": "",
        "delivered_to": "",
    },
    "inspections.finding": {"item": "25", "result": "nonconforming"},
    "inspections.signature": {"side": "party", "kind": "signed", "record_digest": "0" * 64},
    "documents.document": {
        "media_type": "application/pdf",
        "digest": "0" * 64,
        "kind": "record",
        "for_party": True,
    },
    "evidence.evidence": {"media_type": "image/jpeg", "digest": "0" * 64, "unconfirmed": ""},
    "outing.outing": {"ended_at": None, "ended_how": "", "left": 1},
    "outing.handed": {"outcome": "clash", "content": {}, "trusted": True},
    "evidence.secretpermit": {"audience": "body", "ground": "consent", "withdrawn_on": None},
    "enforcement.bundle": {"direction": "made", "kind": "case", "digest": "0" * 64, "public_key": "0" * 64},
    "disclosure.notice": {"kind": "measure", "region_code": "500103"},
    "programme.task": {"status": "assigned", "expertise": ""},
    "programme.origin": {"kind": "programme", "cause": "", "support": "", "licensing_kind": ""},
    "inspections.materialrequest": {"no": 1},
    "inspections.seconding": {"no": 1, "count": 2, "stage": "asked", "people": [], "taken": [], "noted": []},
    "inspections.evaluation": {"conclusion": "", "on_site": ""},
    "disclosure.publication": {"inspection_type": "routine", "region_code": "500103"},
}
STAGES = {
    "routine": "on_site",
    "for_cause_planned": "plan_approved",
    "for_cause_begun": "on_site",
    "delivered": "delivered",
    "shop_teamed": "teamed",
}
# Rows that hang on an inspection, in the order they need each other.
PARTS = (
    "inspections.readlog",
    "inspections.credentialshown",
    "inspections.meeting",
    "inspections.signature",
    "inspections.finding",
    "inspections.deficiency",
    "inspections.statement",
    "inspections.deficiencyversion",
    "inspections.planversion",
    "inspections.planchange",
    "inspections.evaluation",
    "inspections.materialrequest",
    "inspections.submission",
    "inspections.remotesession",
    "inspections.offsiteassessment",
    "inspections.seconding",
    "evidence.evidence",
    "evidence.tradesecret",
    "evidence.secretpiece",
    "evidence.secretpermit",
    "outing.outing",
    "outing.handed",
    "enforcement.bundle",
    "enforcement.bundlefile",
)


def inspection(province: Province, programme: Any, story: str) -> None:
    w, people = province.world, province.people
    shop = story == "shop_teamed"
    unit = w.district if shop else w.bureau
    local = w.district if shop or story == "delivered" else w.bureau
    kind = "for_cause" if story.startswith("for_cause") else "routine"
    leader = people["district_officer" if shop else "leader"]
    anchors: dict[str, Any] = {
        "programme.programme": programme,
        "registry.party": w.shop if shop else w.maker,
        "authorities.authority": local,
        "authorities.person": leader,
        "programme.task.authority": w.municipal,
        "programme.task.programme": programme,
        "programme.task.assigned_to": unit,
        "inspections.inspection.organising_unit": w.municipal,
        "inspections.inspection.dispatching_unit": unit,
    }
    task = province.add("programme.task", story, anchors, inspection_type=kind)
    anchors["programme.task"] = anchors["inspections.inspection.task"] = task
    province.add("programme.origin", story, anchors)
    if shop:
        together(province, story, anchors)
    inspection = province.add(
        "inspections.inspection",
        story,
        anchors,
        inspection_type=kind,
        stage=STAGES[story],
        created_at=MOMENT,
        started_at=MOMENT if STAGES[story] in {"on_site", "delivered"} else None,
    )
    anchors |= {"inspections.inspection": inspection, "registry.party": inspection.party}
    anchors["inspections.readlog.inspection"] = inspection
    anchors["enforcement.bundle.inspection"] = inspection
    anchors["enforcement.lead.receiver"] = w.bureau
    anchors["outside.outsideproblem.provincial"] = w.municipal
    anchors["urgent.urgentreport.organiser"] = w.municipal
    anchors["urgent.urgentreport.local_authority"] = inspection.local_authority
    team = [leader, *({"routine": ["inspector"], "for_cause_planned": ["expert"]}.get(story, []))]
    for number, member in enumerate(team):
        person = people[member] if isinstance(member, str) else member
        part = "leader" if number == 0 else "member"
        province.add("inspections.teammember", story, anchors | {"authorities.person": person}, part=part)
    for label in (*PARTS, *(AFTERWARDS if story == "delivered" else ())):
        anchors[label] = province.add(label, story, anchors)
    province.add(
        "documents.document", story, anchors, target_model="inspections.inspection", target_id=inspection.pk
    )
    if story == "delivered":
        province.add(
            "disclosure.publication",
            "published",
            anchors,
            inspection=inspection,
            inspected_on=date(2026, 10, 9),
        )
        province.add("disclosure.notice", "published", anchors, inspection=inspection)


def together(province: Province, story: str, anchors: dict[str, Any]) -> None:
    """The district is asked to go along with the province's task, and the bureau was told of it."""
    w = province.world
    known = anchors | {"authorities.authority": w.municipal}
    visit = province.add("programme.visit", story, known)
    known["programme.visit"] = visit
    province.add("programme.visitpart", story, known, task=known["programme.task"], agreed=True)
    province.add("programme.visitpart", story, known, authority=w.district)
    province.add("programme.exchange", story, known, unit=w.bureau, party=w.maker)
