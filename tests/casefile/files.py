"""Clean files of each type, as facts: nothing in them is wrong, and each test changes one thing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from zhuangjian.engines.casefile import facts as f
from zhuangjian.engines.rules.people import Credential, Inspected, Person
from zhuangjian.engines.rules.records import OnSiteRecord
from zhuangjian.engines.rules.vocabulary import CredentialKind, Form, ItemResult, Mode

DAY = date(2026, 6, 8)
FIRST = {"chongqing": "500103", "liaoning": "210100"}


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """So many days after the day of the inspection, at that hour in China."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=f.CHINA) + timedelta(days=day)


def officer(
    name: str, *, leads: bool = False, kinds: tuple[str, ...] = ("enforcement", "inspector")
) -> Person:
    """An inspector with credentials valid all that time."""
    held = tuple(
        Credential(CredentialKind(kind), f"{name}{kind}", date(2024, 1, 1), date(2029, 12, 31))
        for kind in kinds
    )
    return Person(name, name, held, frozenset({"生产"}), (), leader=leads)


ITEMS = tuple(
    f.Item(no=str(no), item_class="critical" if no == 1 else "major" if no == 2 else "general")
    for no in range(1, 6)
)


def findings(*bad: str) -> tuple[f.Finding, ...]:
    """Every item conforms but for these."""
    return tuple(
        f.Finding(
            item=item.no,
            result=ItemResult.NONCONFORMING if item.no in bad else ItemResult.CONFORMING,
            text="现场所见与记录不一致" if item.no in bad else "",
            at=at(0, 11),
        )
        for item in ITEMS
    )


def record(**more: Any) -> OnSiteRecord:
    """A record with everything in it, signed by all."""
    given: dict[str, Any] = {
        "party_name": "丽妆公司",
        "party_address": "一号路1号",
        "credit_code": "91500103MA5U0TEST1",
        "cause": "年度计划",
        "basis": "《化妆品监督管理条例》",
        "content": "全部项目",
        "time": DAY.isoformat(),
        "inspectors": ("甲", "乙"),
        "findings": (),
        "none_found": True,
        "opinion": "没有需要处理的事项",
        "statement_heard": True,
        "signed_by": ("甲", "乙"),
        "party_signed": True,
        "copies_given": True,
        "form": Form.INSPECTION_REPORT,
    }
    return OnSiteRecord(**given | more)


def routine(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """A routine inspection of a maker that found nothing, told beforehand, ended and published."""
    given: dict[str, Any] = {
        "checked_on": DAY + timedelta(days=90),
        "opened_at": at(-10),
        "bound_on": DAY - timedelta(days=4),
        "number": "渝检〔2026〕1号",
        "inspection_type": "routine",
        "announced": True,
        "party": Inspected("91500103MA5U0TEST1", ("丽妆公司",)),
        "region_code": FIRST[region],
        "parties": ("manufacturer",),
        "dispatching": f.Unit(kind="inspection_bureau", name="检查一局"),
        "organising": f.Unit(kind="municipal", name="市局"),
        "origin": f.Origin(
            reason="年度计划",
            basis="《化妆品监督管理条例》",
            on_programme=True,
            programme_approved=True,
            assigned=True,
            information="企业档案摘要",
            requirements="逐项检查",
            window=(DAY - timedelta(days=5), DAY + timedelta(days=5)),
        ),
        "plans": (
            f.Plan(
                no=1,
                items="全部项目",
                start=DAY,
                end=DAY + timedelta(days=1),
                mode=Mode.ON_SITE,
                announced=True,
                status="approved",
                author="甲",
                decided_by="局长",
                decided_at=at(-4),
                by_head=True,
            ),
        ),
        "team": (
            f.Member(person=officer("甲", leads=True), part="leader", joined_at=at(-6)),
            f.Member(person=officer("乙"), joined_at=at(-6)),
        ),
        "expertise": ("生产",),
        "shown": (
            f.Shown(person="甲", paper="执法证1", at=at(0)),
            f.Shown(person="乙", paper="执法证2", at=at(0)),
        ),
        "started_at": at(0),
        "opening": f.Meeting(
            at=at(0, 9, 30),
            points=frozenset({"scope", "discipline", "integrity", "cautions", "rights", "duties"}),
            attended_by="王经理",
        ),
        "closing": f.Meeting(
            at=at(0, 15), points=frozenset({"result_told", "right_to_state"}), attended_by="王经理"
        ),
        "edition": "actual",
        "on_checkpoints": True,
        "items": ITEMS,
        "findings": findings(),
        "concluded": f.Concluded(
            at=at(0, 16), conclusion="production_clean", due="production_clean", handling="没有需要处理的事项"
        ),
        "record": record(),
        "recorded_at": at(0, 17),
        "signatures": (
            f.Signed(side="team", at=at(0, 18)),
            f.Signed(side="team", at=at(0, 18)),
            f.Signed(side="party", at=at(0, 18)),
        ),
        "delivered_at": at(1),
        "delivered_to": "王经理",
        "publications": (f.Publication(at=at(5)),),
        "ended_at": at(1),
        "end": "closed",
    }
    return f.WholeFile(**given | more)


def rectified(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """A routine inspection with a deficiency, evidence and a statement, put right and re-checked."""
    given: dict[str, Any] = {
        "findings": findings("4"),
        "problems": (f.Problem(no=1, item="4", text="批生产记录不完整"),),
        "party_states": True,
        "statements": (
            f.Statement(
                text="已补记",
                made_at=at(0, 15, 10),
                verification="查阅记录，仍不完整",
                answer="rejected",
                answered_at=at(0, 15, 30),
            ),
        ),
        "evidence": (
            f.Evidence(
                name="现场.jpg", captured_at=at(0, 10), received_at=at(0, 10, 5), confirmed_by="王经理"
            ),
        ),
        "concluded": f.Concluded(
            at=at(0, 16),
            conclusion="production_deficient",
            due="production_deficient",
            handling="责令限期整改",
        ),
        "record": record(findings=("批生产记录不完整",), none_found=False, opinion="责令限期整改"),
        "rectification": f.Rectification(
            issued_at=at(3),
            requirement="逐项整改",
            due=DAY + timedelta(days=30),
            limit=DAY + timedelta(days=30),
            reports=(f.Report(at=at(20)),),
            rechecks=(f.Recheck(at=at(25), passed=True, text="逐项核对，已整改"),),
            ended_at=at(26),
            end="closed",
        ),
        "ended_at": at(26),
        "publications": (f.Publication(at=at(28)),),
    }
    return routine(region, **given | more)


def operator(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """A routine inspection of a salon, not told beforehand, on its record form."""
    given: dict[str, Any] = {
        "announced": False,
        "opening": None,
        "parties": ("salon",),
        "dispatching": f.Unit(kind="district", name="区局"),
        "organising": f.Unit(kind="district", name="区局"),
        "edition": "operator",
        "on_checkpoints": False,
        "concluded": f.Concluded(
            at=at(0, 16), conclusion="operation_conforming", handling="没有需要处理的事项"
        ),
        "record": record(form=Form.RECORD_FORM),
    }
    made = routine(region, **given | more)
    return (
        made
        if "plans" in more
        else made.model_copy(update={"plans": (made.plans[0].model_copy(update={"announced": False}),)})
    )


def licensing(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """A new licence: all items, evaluated by the dispatching unit."""
    given: dict[str, Any] = {
        "inspection_type": "licensing",
        "licensing_kind": "licensing_new",
        "concluded": f.Concluded(
            at=at(0, 16), conclusion="licensing_pass", due="licensing_pass", handling="建议准予许可"
        ),
        "evaluation": f.Evaluation(at=at(4), conclusion="licensing_pass"),
        "kept": frozenset({"evaluation"}),
    }
    return routine(region, **given | more)


def extension(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """An extension that was not passed, after which revoking the licence was proposed."""
    given: dict[str, Any] = {
        "licensing_kind": "licensing_extension",
        "concluded": f.Concluded(
            at=at(0, 16), conclusion="licensing_fail", due="licensing_fail", handling="建议撤销许可"
        ),
        "evaluation": f.Evaluation(at=at(4), conclusion="licensing_fail"),
        "revocation": f.Revocation(at=at(5)),
    }
    return licensing(region, **given | more)


def for_cause(region: str = "chongqing", **more: Any) -> f.WholeFile:
    """A for-cause inspection of a maker by the institution: reviewed, handed over, both feedbacks in time."""
    given: dict[str, Any] = {
        "inspection_type": "for_cause",
        "announced": False,
        "opening": None,
        "on_checkpoints": False,
        "dispatching": f.Unit(kind="inspection_institution", name="审评中心"),
        "kept": frozenset({"review", "hand_over", "cause", "urgent_reports"}),
        "origin": routine(region).origin.model_copy(
            update={"reason": "举报核查", "cause": "投诉举报", "rests_on": "举报信1件"}
        ),
        "evidence": (
            f.Evidence(
                name="现场.jpg", captured_at=at(0, 10), received_at=at(0, 10, 5), confirmed_by="王经理"
            ),
        ),
        "urgent": (
            f.UrgentReport(
                matter="需要封存", at=at(0, 12), told_local=True, told_organiser=True, answered_at=at(0, 13)
            ),
        ),
        "concluded": f.Concluded(at=at(0, 16), handling="建议移交立案调查", suspected_violation=True),
        "record": record(suspected_violation=True, opinion="建议移交立案调查"),
        "review": f.Review(
            at=at(2), reviewers=(officer("丙"), officer("丁")), report=True, signed_by_head=True, sealed=True
        ),
        "hand_over": f.HandOver(
            sent_at=at(3),
            record=True,
            evidence=True,
            review_report=True,
            decided_on=date(2026, 6, 22),
            filed=True,
            feedback_on=date(2026, 6, 29),
            feedback_to_assigner=True,
            penalty_decided_on=date(2026, 7, 20),
            result_on=date(2026, 8, 3),
            result_to_assigner=True,
        ),
        "end": "handed_on",
        "ended_at": at(3),
    }
    made = routine(region, **given | more)
    return (
        made
        if "plans" in more
        else made.model_copy(update={"plans": (made.plans[0].model_copy(update={"announced": False}),)})
    )


CLEAN = {
    "routine": routine,
    "rectified": rectified,
    "operator": operator,
    "licensing": licensing,
    "extension": extension,
    "for_cause": for_cause,
}
