"""A province with data of every kind: each model has rows, each row belongs to a story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.utils import timezone

from tests import world as worlds
from tests.permission.expectations import CAST, INSPECTIONS
from tests.permission.far import count_from_afar
from tests.permission.filling import DAY, MOMENT, Filler
from zhuangjian.engines.draw import Sheet, chunks, freeze
from zhuangjian.engines.rules.improvement import plans_of_action

# Values that pages read as codes, where a marker would be nonsense.
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
    "evidence.secretpermit": {"audience": "body", "ground": "consent", "withdrawn_on": None},
    "enforcement.bundle": {"direction": "made", "kind": "case", "digest": "0" * 64, "public_key": "0" * 64},
    "enforcement.lead": {
        "stage": "reported",
        "outcome": "transfer",
        "received_at": MOMENT,
        "filing_on": DAY,
        "penalty_on": DAY,
    },
    "enforcement.feedback": {"kind": "result"},
    "enforcement.leadsample": {"result_on": DAY, "passed": True},
    "outside.outsideproblem": {"stage": "reported", "seen_at": None, "ordered_at": None, "nationwide": True},
    # Nothing of it is open: no seizure, no sample without a result.
    "outside.handling": {"kind": "notice", "passed": None, "final_passed": None},
    "urgent.urgentreport": {"stage": "reported", "handled_at": None, "directed_at": None},
    "urgent.direction": {"kind": "strategy", "noted_at": None},
    "review.review": {"stage": "reviewing", "on_site": "", "result": "", "done_at": None},
    "review.reviewer": {"left_at": None, "signed_at": None},
    "review.question": {"addressee": "party", "answered_at": None, "withdrawn_at": None, "confirmation": ""},
    "cooperation.letter": {
        "direction": "in",
        "kind": "assistance",
        "stage": "received",
        "body_kind": "province",
        "public_key": "",
        "decision": None,
        "unclear": "",
        "task": None,
        "paired": None,
        "earlier": None,
    },
    "improvement.actionplan": {
        "key": "ln-2026-2028",
        "stage": "running",
        "starts_on": DAY,
        "ends_on": DAY,
        "body": plans_of_action("liaoning")[0].model_dump(mode="json"),
    },
    "improvement.goal": {"key": "posts", "figure": "posts_found", "hits": 1, "n": 2},
    "improvement.item": {"kind": "decision", "stage": "open", "key": "", "article": "LN 4(1)"},
    "improvement.report": {"stage": "due", "figures": []},
    "improvement.analysis": {"rows": [], "signals": []},
    "improvement.problem": {
        "stage": "open",
        "theme": "documents",
        "edition": "actual",
        "item": "13",
        "before_hits": 1,
        "before_n": 2,
    },
    "improvement.survey": {"questions": [], "closes_on": date(2100, 1, 1), "closed_at": None},
    "improvement.surveyanswer": {"answers": []},
    "cooperation.addressee": {"kind": "province"},
    "cooperation.delegate": {"side": "ours"},
    "measures.measure": {"kind": "suspend", "stage": "in_force", "ground": "result"},
    "measures.lifting": {"no": 1, "stage": "received", "received_on": DAY, "due_on": DAY},
    "measures.progress": {"kind": "check"},
    "measures.obstruction": {"stage": "open", "handling": "", "forms": [], "evidence": []},
    "disclosure.notice": {"kind": "measure", "region_code": "500103"},
    "duties.duty": {"url": "/", "unit": "", "pack": "", "basis": "official", "article": "CQ 19", "role": ""},
    "draws.draw": {"stage": "drawn", "seed_on": DAY, "opened_at": None, "list_digest": "0" * 64},
    "programme.task": {"status": "assigned", "expertise": ""},
    "programme.origin": {"kind": "programme", "cause": "", "support": "", "licensing_kind": ""},
    "rectification.revocationopinion": {"decision": ""},
    "inspections.materialrequest": {"no": 1},
    "inspections.seconding": {"no": 1, "count": 2, "stage": "asked", "people": [], "taken": [], "noted": []},
    "inspections.evaluation": {"conclusion": "", "on_site": ""},
    "registry.site": {"region_code": "500103"},
    "registry.signal": {"detail": {}},
    "registry.partycorrection": {"changes": {"phone": ["", "1"]}},
    "intake.batchchange": {"changes": {"made": {}, "changed": {}, "gone": {}, "competent": {}}},
    "intake.batch": {"source": "licences", "digest": "0" * 64},
    "intake.mappingversion": {"source": "licences"},
    "intake.ingredientlist": {
        "kind": "catalogue",
        "digest": "0" * 64,
        "content": "[]",
        "effective_from": DAY,
    },
    "intake.trial": {"source": "licences", "digest": "0" * 64, "report": {}},
    "rectification.report": {"kind": "report", "no": 1},
    "rectification.rectification": {"stage": "issued"},
    "disclosure.publication": {"inspection_type": "routine", "region_code": "500103"},
    "documents.officialtext": {"document": "CQ", "digest": "0" * 64},
    "risk.run": {"kind": "grades", "summary": {}, "basis": "house", "finished_at": MOMENT, "total": 3},
    "risk.warningrun": {"stage": "promoted", "promoted_at": MOMENT, "proof": {}, "mean_auc": 0.6},
    "risk.warningscore": {"probability": 0.2, "low": 0.1, "high": 0.3, "reasons": []},
    "risk.partygrade": {
        "grade": "C",
        "computed": "C",
        "manual": "",
        "move": "stayed",
        "below": {},
        "sheet": {"factors": [], "together": {"title": "监测信息", "points": 0}},
        "internal": {"factors": []},
    },
    "risk.gradechange": {"before": "B", "after": "C", "noted_at": None},
    "risk.objection": {"stage": "open", "against": "C", "outcome": "", "after": "", "answered_at": None},
    "risk.signalcase": {"stage": "new", "dimension": "maker"},
    "risk.signalstep": {"kind": "guidance"},
    "warning.consultation": {"stage": "planned", "agenda": [], "months": 3, "no": 1},
    "warning.measure": {"stage": "open"},
    "warning.alert": {"stage": "draft", "kind": "alert", "lines": [], "edition": "", "item": ""},
    "warning.recipient": {"stage": "sent", "kind": "alert", "lines": ["甲"], "answers": []},
    "training.course": {"stage": "published", "audience": "officials", "hours": 4},
    "training.session": {"stage": "planned", "capacity": 10, "ends_at": MOMENT},
    "training.enrolment": {"signed_in_at": None, "withdrawn_at": None},
    "training.hourentry": {"hours": 4, "corrects": None, "source": "credit"},
    "training.exam": {
        "stage": "open",
        "audience": "officials",
        "wanted": {"规范": 1},
        "attempts": 1,
        "minutes": 30,
    },
    "training.itemversion": {"stage": "draft", "options": ["甲", "乙"], "key": [0], "kind": "single"},
    "training.question": {"options": ["甲", "乙"], "order": [0, 1], "kind": "single", "chosen": None},
    "training.sitting": {"stage": "running", "ends_at": MOMENT, "finished_at": None, "passed": None},
    "training.certificate": {"withdrawn_at": None},
    "training.keypost": {"until": None},
    "authorities.interest": {"credit_code": "91500103MA5U0TEST1"},
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
    "enforcement.bundle",
    "enforcement.bundlefile",
)
AFTERWARDS = (
    "rectification.rectification",
    "rectification.problem",
    "rectification.report",
    "rectification.return",
    "rectification.recheck",
    "rectification.revocationopinion",
    "outside.outsideproblem",
    "outside.problemevidence",
    "outside.handling",
    "urgent.urgentreport",
    "urgent.direction",
    "review.review",
    "review.reviewer",
    "review.question",
    "enforcement.lead",
    "enforcement.feedback",
    "enforcement.leadsample",
    "cooperation.letter",
    "cooperation.addressee",
    "cooperation.annex",
    "cooperation.answer",
    "cooperation.extension",
    "cooperation.delegate",
    "cooperation.publiccopy",
    "cooperation.assisted",
    "measures.measure",
    "measures.progress",
    "measures.interview",
    "measures.lifting",
    "measures.assessment",
    "measures.obstruction",
)


@dataclass
class Province:
    """The cast, the filler with its markers, and the rows by (model, story)."""

    world: Any
    filler: Filler
    people: dict[str, Any]
    rows: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    stories: dict[tuple[str, Any], str] = field(default_factory=dict)

    def add(self, label: str, story: str, anchors: dict[str, Any], **given: Any) -> Any:
        """One filled row."""
        row = self.filler.row(apps.get_model(label), story, anchors, **given)
        self.rows.setdefault((label, story), []).append(row)
        self.stories[label, row.pk] = story
        return row

    def of(self, label: str, story: str) -> Any:
        """The first row of a story."""
        return self.rows[label, story][0]


def our_models() -> list[Any]:
    """Every model of the house."""
    return [model for model in apps.get_models() if model.__module__.startswith("zhuangjian.")]


def far_province() -> Province:
    """The province, with keys that cannot be overlooked."""
    count_from_afar()
    return build()


def build(without: tuple[str, ...] = ()) -> Province:
    """The province; ``without`` leaves out stories of inspections."""
    from zhuangjian.apps.authorities.models import Person

    w = worlds.build()
    people = {name: w.people[name] for name in CAST}
    people["inactive"] = Person.objects.create_user(
        "inactive", None, name="测试inactive", authority=w.municipal, roles=["head"], is_active=False
    )
    province = Province(w, Filler(FIXED), people)
    _parties(province)
    _accounts(province)
    programme = province.add(
        "programme.programme",
        "programme",
        {"authorities.authority": w.municipal, "authorities.person": people["programme_officer"]},
        status="approved",
    )
    for story in INSPECTIONS:
        if story not in without:
            _inspection(province, programme, story)
    _draws(province, programme)
    _plan_of_action(province)
    _warning(province)
    _duties(province, without)
    _training(province)
    _reference(province)
    _ledger(province)
    _rest(province)
    return province


def _parties(province: Province) -> None:
    from zhuangjian.apps.registry.models import Party

    w = province.world
    outside = Party.objects.create(
        name="测试省外公司", region_code="440106", credit_code="91440106MA5U0TEST3"
    )
    for story, party in (("maker", w.maker), ("shop", w.shop), ("outside", outside)):
        anchors = {
            "registry.party": party,
            "authorities.authority": w.institution if story == "outside" else w.municipal,
            "authorities.person": province.people["contact"],
        }
        Party.objects.filter(pk=party.pk).update(phone=province.filler.mark("registry.party", story))
        for name in (
            "partyname",
            "partycorrection",
            "site",
            "keyperson",
            "licence",
            "product",
            "searchtext",
            "signal",
        ):
            owner = {"party": party} if name in {"product", "signal"} else {}
            row = province.add(f"registry.{name}", story, anchors, **owner)
            anchors[f"registry.{name}"] = row
        for name in ("licenceedition", "licenceunit"):
            province.add(f"registry.{name}", story, anchors)
        province.add("registry.commission", story, anchors)
        _risk(province, story, anchors)
    w.outside = outside


def _risk(province: Province, story: str, anchors: dict[str, Any]) -> None:
    """Every party has a grade that it objects to; reports about the shop stand out, which the district assesses."""
    w = province.world
    unit = {"maker": w.bureau, "shop": w.district}.get(story, w.municipal)
    known = anchors | {"authorities.authority": unit}
    if story == "maker":
        province.add("risk.run", "reference", known)
        province.add("risk.warningrun", "reference", known)
    known["risk.run"] = province.of("risk.run", "reference")
    known["risk.warningrun"] = province.of("risk.warningrun", "reference")
    province.add("risk.warningscore", story, known)
    known["risk.partygrade"] = province.add("risk.partygrade", story, known, authority=unit)
    province.add("risk.gradechange", story, known, authority=unit)
    province.add("risk.objection", story, known, authority=unit)
    if story == "shop":
        for name in ("signalcase", "signalevidence", "signalstep"):
            known[f"risk.{name}"] = province.add(f"risk.{name}", story, known)


def _accounts(province: Province) -> None:
    for story, person in province.people.items():
        anchors = {"authorities.person": person}
        for name in ("credential", "expertise", "interest", "apitoken", "signinevent"):
            given = {"person": person} if name == "signinevent" else {}
            row = province.add(f"authorities.{name}", story, anchors, **given)
            if name == "interest":
                known = anchors | {"authorities.interest": row, "registry.party": province.world.maker}
                province.add("registry.interestanswer", story, known)


def _inspection(province: Province, programme: Any, story: str) -> None:
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
        _together(province, story, anchors)
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


def _together(province: Province, story: str, anchors: dict[str, Any]) -> None:
    """The district is asked to go along with the province's task, and the bureau was told of it."""
    w = province.world
    known = anchors | {"authorities.authority": w.municipal}
    visit = province.add("programme.visit", story, known)
    known["programme.visit"] = visit
    province.add("programme.visitpart", story, known, task=known["programme.task"], agreed=True)
    province.add("programme.visitpart", story, known, authority=w.district)
    province.add("programme.exchange", story, known, unit=w.bureau, party=w.maker)


def _draws(province: Province, programme: Any) -> None:
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["leader"],
        "registry.party": w.maker,
        "programme.programme": programme,
    }
    draw = province.add("draws.draw", "draw", anchors, unit=w.bureau, void_at=None)
    anchors["draws.draw"] = draw
    listed = freeze(Sheet(["编号"], [["甲"], ["乙"]]), 1)
    province.add(
        "draws.drawfile", "draw", anchors, kind="list", content="".join(map(bytes.decode, chunks(listed)))
    )
    anchors["draws.drawn"] = province.add("draws.drawn", "draw", anchors, task=None, left_at=None)
    province.add("draws.drawnofficer", "draw", anchors, left_at=None)


NAMES = (
    *("actionplan", "goal", "member", "budget", "spending", "meeting", "item", "report"),
    *("analysis", "problem", "problemstep", "survey", "surveyanswer"),
)


def _plan_of_action(province: Province) -> None:
    """The province's plan; what the bureau has to do and to report of it."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "improvement.problem.unit": w.bureau,
        "improvement.item.unit": w.bureau,
        "improvement.report.unit": w.bureau,
    }
    for name in NAMES:
        label = f"improvement.{name}"
        anchors[label] = province.add(label, "plan", anchors)


def _warning(province: Province) -> None:
    """A consultation of the province with a measure of the bureau, and a letter that the maker received."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "warning.measure.unit": w.bureau,
        "warning.recipient.authority": w.district,
    }
    for name in ("consultation", "measure", "alert", "recipient"):
        label = f"warning.{name}"
        anchors[label] = province.add(label, "maker" if name == "recipient" else "warning", anchors)


def _duties(province: Province, without: tuple[str, ...]) -> None:
    from zhuangjian.apps.duties.house import HOUSE

    w = province.world
    for name in CAST:
        person = province.people[name]
        story = f"duty of {name}"
        given: dict[str, Any] = {"event_on": DAY, "opened_at": timezone.now(), "done_at": None}
        if name in {"auditor", "administrator"}:
            house = next(one for one in HOUSE.values() if one.role == name)
            given |= {"kind": house.kind, "role": house.role, "authority": w.municipal}
            given |= {"target_model": "authorities.authority", "target_id": w.municipal.pk}
        elif name in {"contact", "other_contact"}:
            party = w.maker if name == "contact" else w.shop
            given |= {"holder_party": party, "target_model": "registry.party", "target_id": party.pk}
        elif name == "expert":
            # Invited to a team: the head of the expert's own unit may not learn of it (CQ 34).
            if "for_cause_planned" in without:
                continue
            hidden = province.of("inspections.inspection", "for_cause_planned")
            given |= {"person": person, "target_model": "inspections.inspection", "target_id": hidden.pk}
        else:
            given |= {"person": person, "target_model": "registry.party", "target_id": w.maker.pk}
        province.add("duties.duty", story, {}, **given)


def _training(province: Province) -> None:
    """A course and an examination of the province for officials; the leader comes to one and sits the other."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["leader"],
        "registry.party": w.maker,
    }
    for label in ("course", "session", "material", "enrolment", "hourentry", "exam", "item", "itemversion"):
        given = {"written_by": province.people["auditor"]} if label == "itemversion" else {}
        name = f"training.{label}"
        anchors[name] = province.add(name, "training", anchors, **given)
    for label in ("sitting", "question", "certificate"):
        anchors[f"training.{label}"] = province.add(f"training.{label}", "training", anchors)
    other = anchors | {"authorities.person": province.people["inspector"]}
    for label in ("enrolment", "hourentry", "sitting"):
        province.add(f"training.{label}", "another learner", other)
    province.add("training.keypost", "maker", anchors)


def _reference(province: Province) -> None:
    anchors = {"authorities.person": province.people["programme_officer"]}
    for label in ("documents.officialtext", "documents.officialarticle"):
        anchors[label] = province.add(label, "reference", anchors)
    for label in (
        "intake.batch",
        "intake.sourcerow",
        "intake.quarantine",
        "intake.mappingversion",
        "intake.trial",
        "intake.ingredientlist",
    ):
        anchors[label] = province.add(label, "reference", anchors)
    for name in ("programme_officer", "leader", "contact"):
        person = province.people[name]
        province.add("jobs.job", name, {"authorities.person": person}, action="intake.load", state="waiting")


def _ledger(province: Province) -> None:
    from zhuangjian.apps.ledger import chain
    from zhuangjian.apps.ledger.models import Request

    mark = province.filler.mark("ledger.entry", "ledger")
    step = SimpleNamespace(
        name=mark, article="", person=None, at=timezone.now(), facts=lambda: {"note": mark}
    )
    entry = chain.append(step, province.of("inspections.inspection", "routine"))
    Request.objects.create(
        key=province.filler.mark("ledger.request", "ledger"),
        person_id=1,
        digest="0" * 64,
        entry_seq=entry.seq,
    )


def _rest(province: Province) -> None:
    """Models that nobody placed yet still get a row, on the hidden inspection where they hang on one."""
    w = province.world
    anchors = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
    }
    for (label, story), rows in list(province.rows.items()):
        if story in {"for_cause_planned", "maker", "reference", "programme"}:
            anchors.setdefault(label, rows[0])
    for model in our_models():
        if not model._base_manager.exists():
            province.add(model._meta.label_lower, "for_cause_planned", anchors)


def story_of(province: Province, row: Any) -> str:
    """The story a row belongs to: made by the filler, or told by what it hangs on."""
    label = row._meta.label_lower
    if (label, row.pk) in province.stories:
        return province.stories[label, row.pk]
    parties = {
        province.world.maker.pk: "maker",
        province.world.shop.pk: "shop",
        province.world.outside.pk: "outside",
    }
    if label == "registry.party":
        return parties[row.pk]
    if label == "authorities.person":
        return row.username
    if label == "duties.duty" and row.role:  # opened by what was done to an account
        return f"duty of {row.role}"
    if hasattr(row, "party_id"):
        return parties[row.party_id]
    if hasattr(row, "person_id"):
        return row.person.username if label.startswith("authorities.") else ""
    return ""
