"""What the code answers, act by act, in the form of the table ``matrix.txt``: act × row × person × state.

A row's states are set in memory, so that every stage is asked without building it through acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction

from tests.permission.expectations import CAST, INSPECTIONS, sees
from tests.permission.province import Province
from zhuangjian.apps.draws.models import DrawStage
from zhuangjian.apps.enforcement.models import Fate, LeadStage
from zhuangjian.apps.improvement.models import ItemStage, PlanStage, ReportStage
from zhuangjian.apps.improvement.models import ProblemStage as CommonStage
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.models.off_site import AskStage, SessionStage
from zhuangjian.apps.inspections.models.seconding import SecondingStage
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.measures.models import Kind as MeasureKind
from zhuangjian.apps.measures.models import LiftingStage, ObstructionStage
from zhuangjian.apps.measures.models import Stage as MeasureStage
from zhuangjian.apps.outside.models import ProblemStage
from zhuangjian.apps.programme.models import ProgrammeStatus, TaskStatus, VisitStage
from zhuangjian.apps.rectification.models import RectificationStage
from zhuangjian.apps.review.models import ReviewStage
from zhuangjian.apps.risk.models import ObjectionStage, SignalStage, WarningStage
from zhuangjian.engines.rules.vocabulary import Conclusion, LicensingKind

TABLE = Path(__file__).with_name("matrix.txt")
MOMENT = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)

State = tuple[str, dict[str, Any]]
# What else a state may need: related rows that are not there, by the name of the relation; or other values in them.
GONE = "gone"
PROBLEM = {
    RectificationStage.ISSUED: "open",
    RectificationStage.PLANNED: "planned",
    RectificationStage.REPORTED: "reported",
    RectificationStage.RETURNED: "open",
    RectificationStage.PASSED: "passed",
    RectificationStage.FAILED: "failed",
    RectificationStage.CLOSED: "passed",
    RectificationStage.ESCALATED: "failed",
}
STATES: dict[str, tuple[State, ...]] = {
    "inspections.inspection": (
        *((str(one), {"stage": str(one), "override_reason": "", "computed_conclusion": ""}) for one in Stage),
        ("plan_submitted:by_a_head", {"stage": "plan_submitted", "plans": {"author": "head of the unit"}}),
        ("plan_approved:nothing_asked", {"stage": "plan_approved", "changes": GONE}),
        ("plan_approved:standing", {"stage": "plan_approved", "plans": {"status": "approved"}}),
        ("plan_approved:from_afar", {"stage": "plan_approved", "mode": "off_site_written"}),
        ("on_site:not_opened", {"stage": "on_site", "meetings": GONE}),
        ("on_site:obstructed", {"stage": "on_site", "obstruction": True}),
        (
            "concluded:computed",
            {"stage": "concluded", "computed_conclusion": "production_deficient", "override_reason": ""},
        ),
        # Without the objection to the record that the others still have to verify.
        ("recorded:heard", {"stage": "recorded", "statements": GONE}),
        ("recorded:closed_by_party", {"stage": "recorded", "record_digest": "0" * 64}),
        ("delivered:no_notice", {"stage": "delivered", "rectification": GONE}),
        ("delivered:unpublished", {"stage": "delivered", "conclusion": "pass", "publications": GONE}),
        (
            "delivered:extension_failed",
            {
                "stage": "delivered",
                "licensing_kind": str(LicensingKind.EXTENSION),
                "conclusion": str(Conclusion.LICENSING_FAIL),
                "revocation_opinion": GONE,
            },
        ),
    ),
    "inspections.materialrequest": tuple((str(one), {"stage": str(one)}) for one in AskStage),
    "inspections.seconding": tuple((str(one), {"stage": str(one)}) for one in SecondingStage),
    "inspections.remotesession": tuple((str(one), {"stage": str(one)}) for one in SessionStage),
    "rectification.rectification": tuple(
        (str(one), {"stage": str(one), "problems": {"state": PROBLEM[one]}}) for one in RectificationStage
    ),
    "enforcement.lead": (
        *((str(one), {"stage": str(one), "inspection__stage": "delivered"}) for one in LeadStage),
        ("received:untested", {"stage": "received", "samples": {"result_on": None}}),
        ("assessed:no_record", {"stage": "assessed", "inspection__stage": "on_site"}),
    ),
    "enforcement.penalty": tuple((str(one), {"fate": str(one), "kinds": ["goods"]}) for one in Fate),
    "review.review": (
        *(
            (str(one), {"stage": str(one), "report": True, "questions": {"answered_at": MOMENT}})
            for one in ReviewStage
        ),
        ("done:no_report", {"stage": "done", "report": False, "questions": {"answered_at": MOMENT}}),
        ("reviewing:asked", {"stage": "reviewing"}),
    ),
    "outside.outsideproblem": (
        *((str(one), {"stage": str(one)}) for one in ProblemStage),
        ("reported:seized", {"stage": "reported", "handlings": {"kind": "sealing", "ended_on": None}}),
        ("reported:untested", {"stage": "reported", "handlings": {"kind": "sampling", "result_on": None}}),
        (
            "reported:failed",
            {
                "stage": "reported",
                "handlings": {
                    "kind": "sampling",
                    "result_on": MOMENT.date(),
                    "passed": False,
                    "reinspection_on": None,
                },
            },
        ),
    ),
    "improvement.actionplan": tuple((str(one), {"stage": str(one)}) for one in PlanStage),
    "improvement.meeting": tuple((str(one), {"plan__stage": str(one)}) for one in PlanStage),
    "improvement.item": tuple((str(one), {"stage": str(one)}) for one in ItemStage),
    "improvement.analysis": tuple((str(one), {"plan__stage": str(one)}) for one in PlanStage),
    "improvement.problem": tuple((str(one), {"stage": str(one)}) for one in CommonStage),
    "improvement.survey": (("open", {"closed_at": None}), ("closed", {"closed_at": MOMENT})),
    "improvement.report": tuple((str(one), {"stage": str(one)}) for one in ReportStage),
    "urgent.urgentreport": (
        ("open", {"handled_at": None, "directed_at": None}),
        ("answered", {"handled_at": MOMENT, "directed_at": MOMENT}),
    ),
    "urgent.direction": (("open", {"noted_at": None}), ("noted", {"noted_at": MOMENT})),
    "warning.consultation": tuple((one, {"stage": one}) for one in ("planned", "held", "closed")),
    "warning.measure": tuple((one, {"stage": one}) for one in ("open", "done")),
    "warning.alert": tuple((one, {"stage": one}) for one in ("draft", "sent", "dropped")),
    "warning.recipient": tuple(
        (one, {"stage": one})
        for one in ("listed", "sent", "received", "answered", "again", "closed", "dropped")
    ),
    "standards.guide": tuple(
        (one, {"stage": one}) for one in ("draft", "published", "replaced", "withdrawn")
    ),
    "standards.question": tuple((one, {"stage": one}) for one in ("asked", "drafted", "answered", "read")),
    "standards.opinion": tuple(
        (one, {"stage": one}) for one in ("drafting", "consulting", "settling", "issued", "withdrawn")
    ),
    "standards.comment": (("open", {"outcome": ""}), ("answered", {"outcome": "adopted"})),
    "standards.arrangement": tuple(
        (one, {"stage": one}) for one in ("declared", "confirmed", "returned", "ended")
    ),
    "standards.mockcase": (("open", {"stage": "open"}), ("closed", {"stage": "closed"})),
    "standards.proposal": tuple((one, {"stage": one}) for one in ("open", "adopted", "rejected")),
    "standards.suggestion": (("open", {"chosen": ""}), ("chosen", {"chosen": "25"})),
    "benchmark.candidacy": (
        *(
            (one, {"stage": one})
            for one in (
                "draft",
                "submitted",
                "scoring",
                "published",
                "refused",
                "withdrawn",
                "revoked",
                "expired",
            )
        ),
        ("scoring:to_declare", {"stage": "scoring", "marks": {"interest": None}}),
        ("scoring:interested", {"stage": "scoring", "marks": {"interest": True}}),
        *(
            (
                name,
                {"stage": "titled", "since": MOMENT.date(), "until": date(2999, 1, 1), "national": national},
            )
            for name, national in (("titled", ""), ("titled:recommended", "recommended"))
        ),
    ),
    "benchmark.practice": tuple(
        (one, {"stage": one}) for one in ("asked", "returned", "public", "withdrawn")
    ),
    "benchmark.event": tuple((one, {"stage": one}) for one in ("planned", "held", "cancelled")),
    "benchmark.support": (("open", {"done_on": None}), ("done", {"done_on": MOMENT.date()})),
    "concern.concern": tuple((one, {"stage": one}) for one in ("new", "taken", "answered")),
    "cogovernance.piece": tuple(
        (one, {"stage": one}) for one in ("draft", "published", "replaced", "withdrawn")
    ),
    "cogovernance.event": tuple((one, {"stage": one}) for one in ("planned", "reported", "cancelled")),
    "guidance.expert": (("serving", {"ended_because": ""}), ("ended", {"ended_because": "调离"})),
    "guidance.expertconflict": (("standing", {"ended_on": None}), ("ended", {"ended_on": MOMENT.date()})),
    "guidance.guidance": tuple((one, {"stage": one}) for one in ("draft", "planned", "running", "closed")),
    "guidance.pairinglist": tuple((one, {"stage": one}) for one in ("open", "settled")),
    "guidance.pairing": tuple((one, {"stage": one}) for one in ("candidate", "listed", "left_out")),
    "guidance.guidancevisit": (("open", {"answered_at": None}), ("answered", {"answered_at": MOMENT})),
    "training.course": tuple((one, {"stage": one}) for one in ("draft", "published", "closed")),
    "training.session": tuple((one, {"stage": one}) for one in ("planned", "held", "cancelled")),
    "training.exam": tuple((one, {"stage": one}) for one in ("draft", "open", "closed")),
    "training.itemversion": tuple(
        (one, {"stage": one}) for one in ("draft", "approved", "replaced", "retired")
    ),
    "training.sitting": tuple((one, {"stage": one}) for one in ("running", "finished")),
    "training.question": (
        ("running", {"sitting__stage": "running"}),
        ("finished", {"sitting__stage": "finished"}),
    ),
    "training.enrolment": (
        ("registered", {"signed_in_at": None, "withdrawn_at": None}),
        ("signed_in", {"signed_in_at": MOMENT, "withdrawn_at": None}),
        ("withdrawn", {"signed_in_at": None, "withdrawn_at": MOMENT}),
    ),
    "training.certificate": (("holds", {"withdrawn_at": None}), ("withdrawn", {"withdrawn_at": MOMENT})),
    "training.keypost": (("held", {"until": None}), ("left", {"until": MOMENT.date()})),
    "review.question": (
        ("open_team", {"answered_at": None, "withdrawn_at": None, "addressee": "team"}),
        ("open_party", {"answered_at": None, "withdrawn_at": None, "addressee": "party"}),
        ("answered", {"answered_at": MOMENT}),
    ),
    "cooperation.letter": (
        *(
            (f"{way}_{one}", {"direction": way, "stage": one})
            for way, ones in (
                ("out", ("draft", "sent", "answered", "withdrawn")),
                ("in", ("received", "answered", "closed")),
            )
            for one in ones
        ),
        ("in_limited", {"direction": "in", "stage": "received", "due": MOMENT.date()}),
        ("in_joint", {"direction": "in", "stage": "received", "kind": "joint"}),
        ("in_joint_decided", {"direction": "in", "stage": "received", "kind": "joint", "decision": True}),
        (
            "out_joint_unclear",
            {"direction": "out", "stage": "sent", "kind": "joint", "unclear": "both", "together": ""},
        ),
    ),
    "cooperation.assisted": (("standing", {"ended_on": None}), ("ended", {"ended_on": MOMENT.date()})),
    "rectification.revocationopinion": (
        ("open", {"decision": ""}),
        ("answered", {"decision": "revoked"}),
    ),
    "programme.task": (
        *((str(one), {"status": str(one)}) for one in TaskStatus),
        ("planned:added_later", {"status": "planned", "approval_waits": True}),
    ),
    "draws.draw": tuple((str(one), {"stage": str(one)}) for one in DrawStage),
    "programme.visit": tuple((str(one), {"stage": str(one)}) for one in VisitStage),
    "programme.exchange": (
        ("told", {"acknowledged_at": None}),
        ("acknowledged", {"acknowledged_at": MOMENT}),
    ),
    "programme.programme": tuple((str(one), {"status": str(one)}) for one in ProgrammeStatus),
    "authorities.person": (("active", {"is_active": True}), ("closed", {"is_active": False})),
    "authorities.authority": (("active", {"is_active": True}), ("closed", {"is_active": False})),
    "authorities.interest": (
        ("standing", {"ended_on": None}),
        ("standing:no_code", {"ended_on": None, "credit_code": ""}),
        ("ended", {"ended_on": MOMENT.date()}),
    ),
    "authorities.apitoken": (("valid", {"revoked_at": None}), ("revoked", {"revoked_at": MOMENT})),
    "duties.duty": (("open", {"done_at": None}), ("done", {"done_at": MOMENT})),
    "intake.batch": (("begun", {"finished_at": None}), ("finished", {"finished_at": MOMENT})),
    "intake.quarantine": (
        ("loading", {"status": "open", "batch__finished_at": None}),
        ("open", {"status": "open", "batch__finished_at": MOMENT}),
        ("released", {"status": "released", "batch__finished_at": MOMENT}),
    ),
    "risk.run": (("begun", {"finished_at": None}), ("finished", {"finished_at": MOMENT})),
    "risk.warningrun": tuple((str(one), {"stage": str(one)}) for one in WarningStage),
    "risk.partygrade": (
        ("computed", {"manual": ""}),
        ("computed:answered", {"manual": "", "objections": {"stage": "answered"}}),
        ("manual", {"manual": "D"}),
    ),
    "risk.gradechange": (("open", {"noted_at": None}), ("noted", {"noted_at": MOMENT})),
    "risk.objection": tuple((str(one), {"stage": str(one)}) for one in ObjectionStage),
    "risk.signalcase": tuple((str(one), {"stage": str(one)}) for one in SignalStage),
    "evidence.evidence": (
        ("plain", {"confirmed_by": "", "inspection__stage": "on_site"}),
        ("confirmed", {"confirmed_by": "某人", "inspection__stage": "on_site"}),
        ("handed_over", {"confirmed_by": "", "inspection__stage": "delivered"}),
    ),
    "outing.outing": (
        ("out", {"ended_at": None, "inspection__stage": "on_site"}),
        ("ended", {"ended_at": MOMENT, "inspection__stage": "on_site"}),
    ),
    "measures.measure": tuple(
        (f"{kind}_{stage}", {"kind": str(kind), "stage": str(stage), "liftings": GONE})
        for kind, stage in (
            (MeasureKind.SUSPEND, MeasureStage.IN_FORCE),
            (MeasureKind.SUSPEND, MeasureStage.LIFTED),
            (MeasureKind.RECALL, MeasureStage.IN_FORCE),
            (MeasureKind.INTERVIEW, MeasureStage.SUMMONED),
            (MeasureKind.INTERVIEW, MeasureStage.COMMITTED),
            (MeasureKind.CREDIT, MeasureStage.RECORDED),
            (MeasureKind.NONE, MeasureStage.ENDED),
        )
    ),
    "measures.lifting": tuple(
        (str(one), {"stage": str(one), "decided_at": MOMENT if one in ("lifted", "refused") else None})
        for one in LiftingStage
    ),
    "measures.obstruction": tuple(
        (str(one), {"stage": str(one), "decided_at": None if one == "open" else MOMENT})
        for one in ObstructionStage
    ),
    "disclosure.notice": (("public", {"withdrawn_at": None}), ("withdrawn", {"withdrawn_at": MOMENT})),
    "disclosure.publication": (("public", {"withdrawn_at": None}), ("withdrawn", {"withdrawn_at": MOMENT})),
}
SELF = "self"
NO_ROW = "-"
ALWAYS = "always"
NEVER = "never here"
ALL = "all"


@contextmanager
def being(row: Any, fields: dict[str, Any]) -> Iterator[Any]:
    """The row in another state: its own columns in memory alone, what hangs on it in a savepoint."""
    related = {name: value for name, value in fields.items() if value == GONE or isinstance(value, dict)}
    if related:
        with transaction.atomic():
            for name, value in related.items():
                _arrange(row, name, value)
            yield _set(type(row)._base_manager.get(pk=row.pk), fields, related)
            transaction.set_rollback(True)
        return
    before = {name: getattr(*_place(row, name)) for name in fields}
    yield _set(row, fields, {})
    _set(row, before, {})


def _set(row: Any, fields: dict[str, Any], but: dict[str, Any]) -> Any:
    for name, value in fields.items():
        if name not in but:
            setattr(*_place(row, name), value)
    return row


def _place(row: Any, name: str) -> tuple[Any, str]:
    owner, _, own = name.rpartition("__")
    return (getattr(row, owner), own) if owner else (row, own)


def _arrange(row: Any, name: str, value: Any) -> None:
    relation = next(one for one in row._meta.related_objects if one.get_accessor_name() == name)
    model, field = relation.related_model, relation.field.name
    mine = model._base_manager.filter(**{field: row})
    if value == GONE:
        # Moved to a row of its own, so that what hangs on it in turn stays as it is.
        mine.update(**{field: _another(row)})
    elif "author" in value:
        mine.update(author=row.dispatching_unit.people.get(role_rows__role="head"))
    else:
        mine.update(**value)


def _another(row: Any) -> Any:
    other = type(row)._base_manager.get(pk=row.pk)
    other.pk, other.public_id, other.task, other.number = None, uuid4(), None, f"{row.number}再"
    other.save(force_insert=True)
    return other


def rows_of(province: Province, action: type[Act[Any, Any]]) -> dict[str, Any]:
    """One row for each story of the model that the act is on."""
    label = action.model._meta.label_lower
    if action.creates:
        return {NO_ROW: None}
    w = province.world
    known = {
        "authorities.person": province.people,
        "authorities.authority": {
            name: getattr(w, name) for name in ("municipal", "bureau", "institution", "district")
        },
        "registry.party": {"maker": w.maker, "shop": w.shop, "outside": w.outside},
    }.get(label)
    if known is not None:
        return dict(known)
    return {story: rows[0] for (of, story), rows in province.rows.items() if of == label}


def states_of(row: Any) -> tuple[State, ...]:
    """The states to ask the row in."""
    return STATES.get(row._meta.label_lower, ((ALWAYS, {}),)) if row is not None else ((ALWAYS, {}),)


def seeing(people: dict[str, Any], row: Any, story: str) -> list[str]:
    """Whom of the cast the row exists for; to the others an act on it is answered as on none."""
    if row is None:
        return list(CAST)
    return [name for name in CAST if name in people and sees(name, row._meta.label_lower, story)]


Cell = tuple[frozenset[str], frozenset[str]]


def cells(
    action: type[Act[Any, Any]], people: dict[str, Any], row: Any, story: str
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Whose it is at all, and for each state to whom it is offered."""
    seen = seeing(people, row, story)
    whose = frozenset(name for name in seen if action.may(people[name], row))
    offered: dict[str, frozenset[str]] = {}
    for state, fields in states_of(row):
        if row is None:
            offered[state] = frozenset(name for name in seen if action.allowed(people[name], None))
            continue
        with being(row, fields) as there:
            offered[state] = frozenset(name for name in seen if action.allowed(people[name], there))
    return whose, offered


def said(names: frozenset[str], story: str) -> str:
    """The people in the order of the cast; whoever the row itself is about is ``self``."""
    own = [SELF] if story in names else []
    return ",".join(own + [name for name in CAST if name in names and name != story]) or NO_ROW


def shortened(at: list[str], asked: list[str]) -> str:
    """States in words of the table: a stage stands for its variants, ``stage!variant`` for all but that one."""
    if len(at) == len(asked):
        return ALWAYS
    words = []
    for stage in [one for one in asked if ":" not in one]:
        variants = [one.partition(":")[2] for one in asked if one.startswith(f"{stage}:")]
        with_it = [one for one in variants if f"{stage}:{one}" in at]
        if stage in at:
            words.append(stage + "".join(f"!{one}" for one in variants if one not in with_it))
        else:
            words += [f"{stage}:{one}" for one in with_it]
    return " ".join(words)


def lines_of(province: Province, action: type[Act[Any, Any]], people: dict[str, Any]) -> set[str]:
    """The table's lines about one act: ``act | on | who | when``."""
    found: dict[tuple[str, str], list[str]] = {}
    rows = rows_of(province, action)
    for story, row in rows.items():
        whose, offered = cells(action, people, row, story)
        states: dict[frozenset[str], list[str]] = {}
        for state, names in offered.items():
            states.setdefault(names, []).append(state)
        ever = frozenset[str]().union(*states)
        if outside := ever - whose:
            found.setdefault((said(outside, story), "offered and yet refused"), []).append(story)
        for names, at in states.items():
            when = shortened(at, list(offered))
            if names:
                found.setdefault((said(names, story), when), []).append(story)
        if never := whose - ever:
            found.setdefault((said(never, story), NEVER), []).append(story)
    everywhere = {
        key: ALL if len(on) == len(rows) and len(rows) > 1 else " ".join(on) for key, on in found.items()
    }
    return {f"{action.name} | {on} | {who} | {when}" for (who, when), on in everywhere.items()} or {
        f"{action.name} | {NO_ROW} | {NO_ROW} | {NEVER}"
    }


def answered(province: Province) -> dict[str, set[str]]:
    """The lines of every act."""
    from zhuangjian.apps.authorities.models import Person

    known = {p.username: p for p in Person.objects.filter(username__in=CAST)}
    return {name: lines_of(province, action, known) for name, action in sorted(ACTIONS.items())}


def steps_of(province: Province) -> dict[str, set[str]]:
    """The next step that an inspection's page offers: ``next | on | who | stage: act``."""
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.inspections.view import next_for

    people = {p.username: p for p in Person.objects.filter(username__in=CAST)}
    found: dict[tuple[str, str], list[str]] = {}
    for story in INSPECTIONS:
        row = province.of("inspections.inspection", story)
        steps: dict[str, dict[str, list[str]]] = {}
        for stage in Stage:
            with being(row, {"stage": str(stage), "override_reason": ""}) as there:
                for name in seeing(people, row, story):
                    step = next_for(people[name], there)
                    if step is not None:
                        words = step.action or step.title
                        steps.setdefault(words, {}).setdefault(str(stage), []).append(name)
        for words, by_stage in steps.items():
            for stage_name, names in by_stage.items():
                key = (said(frozenset(names), story), f"{stage_name}: {words}")
                found.setdefault(key, []).append(story)
    return {"next": {f"next | {' '.join(on)} | {who} | {what}" for (who, what), on in found.items()}}


def expected() -> dict[str, set[str]]:
    """The table as it is written, by act; columns may be padded."""
    lines: dict[str, set[str]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            parts = [" ".join(part.split()) for part in line.split("|")]
            lines.setdefault(parts[0], set()).add(" | ".join(parts))
    return lines
