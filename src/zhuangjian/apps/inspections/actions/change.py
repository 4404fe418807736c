"""Changes of team, schedule, content, party or plan: the leader asks, the dispatching unit consents (CQ 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import practised, refuse_by_practice
from zhuangjian.apps.duties.turns import end_one, hand_over
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.open import local_authority
from zhuangjian.apps.inspections.actions.plan import (
    add_version,
    bind,
    check_current_team,
    check_window,
    decide,
)
from zhuangjian.apps.inspections.actions.team import (
    check_team,
    chosen_people,
    found_for_team,
    offered_team,
    replace_team,
)
from zhuangjian.apps.inspections.checkpoints import check_scope
from zhuangjian.apps.inspections.facts import current_team_answer
from zhuangjian.apps.inspections.joint import OWN, beside, plans_beside, share_team
from zhuangjian.apps.inspections.joint import refuse_apart as refuse_apart_from_partners
from zhuangjian.apps.inspections.models import Inspection, PlanChange, PlanVersion, Stage
from zhuangjian.apps.inspections.models.inspection import BEGUN, EXAMINING, Part
from zhuangjian.apps.inspections.models.plan import ChangeKind, PlanStatus
from zhuangjian.apps.inspections.step import HIDDEN, TEXT, Step, refuse_faults
from zhuangjian.apps.inspections.who import HEAD, LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.assign import information_of
from zhuangjian.apps.programme.actions.placing import SUGGESTED, find_party, parties_meant
from zhuangjian.apps.programme.joining import joining, leave_to_who_sees_both, refuse_apart
from zhuangjian.apps.programme.law import may_carry_out, refuse_unfit
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines import rules
from zhuangjian.engines.rules.plans import InspectionPlan
from zhuangjian.engines.rules.plans import PlanChange as RuleChange
from zhuangjian.engines.rules.vocabulary import AuthorityKind, InspectionType, Mode
from zhuangjian.kernel.asking import Actor, No, When, all_of
from zhuangjian.kernel.turns import Holder

CONTENT = ("items", "focus", "scope", "mode", "announced")
DAYS = ("start_on", "end_on")
TEAM = ("leader", "members", "experts")
FIELDS = {
    ChangeKind.TEAM: TEAM,
    ChangeKind.SCHEDULE: DAYS,
    ChangeKind.CONTENT: ("items", "focus", "scope"),
    ChangeKind.PARTY: ("party",),
    ChangeKind.PLAN: (*CONTENT, *DAYS),
}


class RequestChange(Step[Mapping[str, object]]):
    """The leader reports what has to change and why; nothing changes yet."""

    name = "inspections.request_change"
    title = "申请变更"
    cites = "change"
    who = LEADER
    when = at(Stage.PLAN_APPROVED, *EXAMINING, early="检查方案尚未批准，直接修改方案即可，不需要申请变更")

    class Input(Fields):
        """What changes, why, and the proposed values; only those of the chosen kind are read."""

        kind: ChangeKind = Field(title="变更事项")
        reason: str = Field(title="变更理由", min_length=1, json_schema_extra=TEXT)
        start_on: date | None = Field(None, title="新的检查日期起")
        end_on: date | None = Field(None, title="新的检查日期止")
        items: str = Field("", title="新的检查事项", json_schema_extra=TEXT)
        focus: str = Field("", title="新的检查重点", json_schema_extra=TEXT)
        scope: list[str] | None = Field(None, title="新的检查要点范围", description="每行一个项目编号")
        mode: Mode | None = Field(None, title="新的检查方式")
        announced: bool | None = Field(None, title="预先告知被检查对象", json_schema_extra=HIDDEN)
        leader: int | None = Field(None, title="新的组长")
        members: list[int] | None = Field(None, title="新的检查员")
        experts: list[int] | None = Field(None, title="新的专家")
        party: str = Field(
            "",
            title="新的被检查对象",
            description="统一社会信用代码或者完整名称",
            json_schema_extra=SUGGESTED,
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The same people as when composing the team."""
        return offered_team(person, case)

    @classmethod
    def found(
        cls, person: Person, case: Inspection, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The people of the team's form, or parties, whom the words mean."""
        if field == "party":
            return parties_meant(person, words)
        return found_for_team(person, case, field, words, chosen)

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """What stands now; only what differs from it is proposed."""
        return {**standing_values(case), "party": ""}

    def check(self) -> Mapping[str, object]:
        """Something of the chosen kind is proposed, and it would be allowed."""
        proposed = self._proposed()
        if not proposed:
            self.refuse("没有填写拟变更的内容。", f"{self.data.kind.label}的新内容")
        if self.case.changes.filter(decided_at=None, kind=self.data.kind).exists():
            self.refuse("同一事项已有变更申请等待决定，请等决定后再申请。")
        if self.data.kind == ChangeKind.PARTY and self.case.stage in BEGUN:
            self.refuse("检查已经开始，不能再变更被检查对象；请另行组织检查。")
        if "mode" in proposed and self.case.stage in BEGUN:
            self.refuse("检查已经开始，不能再变更检查方式；需要到现场的，请另行组织检查。")
        check_proposal(self, self.data.kind, proposed)
        return proposed

    def _proposed(self) -> dict[str, object]:
        given = self.data.model_dump(mode="json", include=set(FIELDS[self.data.kind]))
        stands = standing_values(self.case)
        changed = {k: v for k, v in given.items() if v not in (None, "") and v != stands.get(k)}
        if self.data.kind == ChangeKind.TEAM and changed:
            return {name: changed.get(name, stands[name]) for name in TEAM}
        return changed

    def do(self, found: Mapping[str, object]) -> Change:
        """The request, and the head's duty to decide."""
        PlanChange.objects.create(
            inspection=self.case,
            kind=self.data.kind,
            reason=self.data.reason,
            proposed=found,
            requested_by=self.actor,
            requested_at=self.at,
        )
        title = f"决定变更申请（{self.data.kind.label}）"
        self.owe(turns.DECIDE_CHANGE, self.case, title=title)
        for other in _asked_too(self.case, self.data.kind):
            # Each dispatching unit consents for its own inspection; the days change for all of them or for none.
            PlanChange.objects.create(
                inspection=other,
                kind=self.data.kind,
                reason=self.data.reason,
                proposed=found,
                requested_by=self.actor,
                requested_at=self.at,
            )
            also(self, other, kind=self.data.kind)
            self.owe(turns.DECIDE_CHANGE, other, title=title)
        return self.move(Stage(self.case.stage), kind=self.data.kind, fields=sorted(found))


class AskedFor(When[Inspection]):
    """While a change waits that somebody else asked for; or anybody, where the house rule has ended."""

    def why_not(self, person: Actor | None, case: Inspection, at: datetime | None = None) -> No | None:
        """No request, or only one's own."""
        waiting = case.changes.filter(decided_at=None)
        rule = practised("change_consented_by_another", at)
        if waiting.exists() and (rule is None or person is None):
            return None
        if waiting.exclude(requested_by_id=person.pk if person else None).exists():
            return None
        if waiting.exists() and rule is not None:
            return No(
                "申请人不能同意自己的变更申请。",
                article=rule.article,
                missing=("派出检查单位其他负责人的决定",),
            )
        return No("没有等待决定的变更申请，请刷新页面。")

    def words(self, case: Inspection | None = None) -> str:
        """The state in Chinese, for lists and refusals."""
        return "有他人提出的变更申请等待决定"


class DecideChange(Step[PlanChange]):
    """The head of the dispatching unit consents or refuses; only consent makes the change."""

    name = "inspections.decide_change"
    title = "决定变更申请"
    cites = "change"
    who = HEAD
    when = all_of(at(Stage.PLAN_APPROVED, *EXAMINING, early="检查方案尚未批准"), AskedFor())
    guards = (APPROVER_WITHOUT_INTEREST,)
    answers = (turns.DECIDE_CHANGE,)

    class Input(Fields):
        """Which request is decided, whether it is consented to, and the head's words."""

        change: UUID = Field(title="变更申请")
        consented: bool = Field(title="同意变更")
        note: str = Field("", title="意见", json_schema_extra={"widget": "textarea", "rows": 2})

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The requests that wait for a decision."""
        waiting = case.changes.filter(decided_at=None)
        return {"change": [(c.public_id, f"{c.get_kind_display()}：{c.reason[:40]}") for c in waiting]}

    def check(self) -> PlanChange:
        """Open, not one's own, refused with a reason, and still lawful when consented to."""
        change = self.case.changes.filter(public_id=self.data.change).first()
        if change is None:
            self.refuse("没有这一变更申请，请刷新页面。", "变更申请")
        if change.decided_at is not None:
            self.refuse("这一变更申请已有决定，请刷新页面。")
        if change.requested_by_id == self.person.pk:
            refuse_by_practice(
                "change_consented_by_another",
                self.at,
                "申请人不能同意自己的变更申请。",
                "派出检查单位其他负责人的决定",
            )
        if not self.data.consented:
            if not self.data.note:
                self.refuse("不同意变更的，请写明理由。", "意见")
            return change
        self._paper(change)
        check_proposal(self, ChangeKind(change.kind), change.proposed)
        return change

    def _paper(self, asked: PlanChange) -> None:
        plan, head = self.case.plan(), str(self.person.pk)
        leader = str(self.case.leader().person_id)
        change = RuleChange(
            what=asked.get_kind_display(),
            # On a visit of several authorities the leader of one asks for all of them.
            requested_by=leader if _same_request(asked) else str(asked.requested_by_id),
            consented_by=head,
            consented_on=self.today,
            takes_effect_on=self.today,
            paperwork=True,
        )
        given = InspectionPlan(
            items=tuple(plan.items.splitlines()),
            start=plan.start_on,
            end=plan.end_on,
            mode=Mode(plan.mode),
            author=str(plan.author_id),
            leader=leader,
            head=head,
            changes=(change,),
        )
        refuse_faults(
            rules.plan_faults(given, approval=False, region=settings.REGION).value, "变更不符合规定。"
        )

    def do(self, found: PlanChange) -> Change:
        """Keep the decision; with consent the change takes effect now."""
        found.decided_by, found.decided_at = self.person, self.at
        found.consented, found.note = self.data.consented, self.data.note
        found.save()
        others = _same_request(found)
        if not self.data.consented:
            self._for_none(others)
        elif all(one.consented for one in others):
            {ChangeKind.TEAM: self._team, ChangeKind.PARTY: self._party}.get(
                ChangeKind(found.kind), self._plan
            )(found)
            for one in others:
                self._plan_of(one.inspection, one)
                one.inspection.save()
                also(self, one.inspection, change=one.public_id)
        facts = {"change": found.public_id, "kind": found.kind, "consented": self.data.consented}
        return self.move(Stage(self.case.stage), **facts)

    def _team(self, change: PlanChange) -> None:
        before = self.case.leader().person_id
        people = chosen_people(self.case, **{name: change.proposed[name] for name in TEAM})
        replace_team(self.case, *people, at=self.at)
        share_team(self, self.case)
        hand_over_duties(self, before)

    def _party(self, change: PlanChange) -> None:
        party = _party_named(self, change.proposed["party"])
        site = party.sites.filter(seen_to=None).order_by("pk").first()
        self.case.party, self.case.site = party, site
        task = self.case.task
        if task is not None:
            # The task goes with its inspection: what must be merged, and who sees it, is asked of the task.
            task.party, task.site = party, site
            task.information = information_of(task)
            task.save()
            self.case.local_authority = local_authority(task)
            also(self, task, inspection=self.case.public_id)
            days = (self.case.plan().start_on, self.case.plan().end_on)
            leave_to_who_sees_both(self, task, joining(self.person, task, days=days).unseen)
        bind(self.case, self.case.plan(), cast("date", self.case.bound_on))

    def _for_none(self, others: list[PlanChange]) -> None:
        for one in others:
            one.decided_by, one.decided_at, one.consented = self.person, self.at, False
            one.note = f"{self.case.dispatching_unit}不同意，联合检查的日期不变"
            one.save()
            end_one(self, one.inspection, turns.DECIDE_CHANGE)
            also(self, one.inspection, change=one.public_id)

    def _plan(self, change: PlanChange) -> None:
        self._plan_of(self.case, change)

    def _plan_of(self, case: Inspection, change: PlanChange) -> None:
        old = case.plan()
        fields = {name: getattr(old, name) for name in (*CONTENT, *DAYS, "checkpoints")}
        fields |= typed(change.proposed)
        old.status = PlanStatus.SUPERSEDED
        old.save()
        new = add_version(case, author=change.requested_by, at=self.at, status=PlanStatus.APPROVED, **fields)
        decide(new, PlanStatus.APPROVED, self.person, self.at, self.data.note)
        case.mode, case.announced = new.mode, new.announced
        if case.stage == Stage.PLAN_APPROVED and (new.end_on, new.mode) != (old.end_on, old.mode):
            self.owe(
                turns.ARRIVE,
                case,
                due=new.end_on,
                title=turns.beginning(case),
                again=True,
            )


def _asked_too(case: Inspection, kind: ChangeKind) -> list[Inspection]:
    """The other inspections of the visit whose standing plans move with a change of this one's days."""
    if kind != ChangeKind.SCHEDULE or case.stage in BEGUN:
        return []
    return [other for other, plan in plans_beside(case) if plan.status == PlanStatus.APPROVED]


def _same_request(change: PlanChange) -> list[PlanChange]:
    """What the same request asks of the visit's other inspections: asked by the same person at the same moment."""
    if change.kind != ChangeKind.SCHEDULE:
        return []
    rows = PlanChange.objects.unrestricted().filter(
        inspection__in=beside(change.inspection),
        kind=change.kind,
        requested_by=change.requested_by_id,
        requested_at=change.requested_at,
    )
    return list(rows.select_related("inspection", "requested_by").order_by("pk"))


def standing_values(inspection: Inspection) -> dict[str, Any]:
    """The standing plan and team in the request's own terms."""
    plan = inspection.plan()
    values = {name: getattr(plan, name) for name in CONTENT} if plan else {}
    values |= {name: getattr(plan, name).isoformat() for name in DAYS} if plan else {}
    by_part: dict[str, list[int]] = {"leader": [], "member": [], "expert": []}
    for row in inspection.members().exclude(part__in=(Part.PARTNER, Part.ASSISTANT)):
        by_part[row.part].append(row.person_id)
    return values | {
        "leader": next(iter(by_part["leader"]), None),
        "members": by_part["member"],
        "experts": by_part["expert"],
        "party": inspection.party.name,
    }


def typed(proposed: Mapping[str, Any]) -> dict[str, Any]:
    """Proposed values as the plan stores them: dates from text."""
    return {k: date.fromisoformat(v) if k in DAYS else v for k, v in proposed.items()}


def check_proposal(step: Step[R], kind: ChangeKind, proposed: Mapping[str, Any]) -> None:
    """Refuse what the rules would refuse, when it is asked for and again when it is consented to."""
    plan = step.case.plan()
    if kind == ChangeKind.TEAM:
        people = chosen_people(step.case, **{name: proposed[name] for name in TEAM})
        check_team(step.case, *people, days={max(step.today, plan.start_on), plan.end_on})
        return
    if kind == ChangeKind.PARTY:
        _check_party(step, proposed["party"], plan)
        return
    given = {name: getattr(plan, name) for name in (*CONTENT, *DAYS)} | typed(proposed)
    _check_days(step, given, plan)
    if step.case.stage not in BEGUN:
        _check_partners(step, kind, given, plan)
    if given["announced"] and step.case.inspection_type == InspectionType.FOR_CAUSE:
        step.refuse("有因检查原则上不得预先告知被检查对象。", article=step.cite("for_cause_secrecy"))
    scope = check_scope(step.case, given["scope"], plan.checkpoints, cast("date", step.case.bound_on))
    if "scope" in proposed:
        recorded = set(step.case.findings.values_list("item", flat=True))
        if scope and recorded - set(scope):
            lost = "、".join(sorted(recorded - set(scope)))
            step.refuse(f"这些项目已有检查结果，不能移出范围：{lost}。")


def _check_days(step: Step[R], given: Mapping[str, Any], plan: PlanVersion) -> None:
    if given["end_on"] < given["start_on"]:
        refuse_by_practice("plausible_dates", step.at, "检查日期止早于检查日期起，请改正。", "有效的检查时间")
    if (given["start_on"], given["end_on"]) == (plan.start_on, plan.end_on):
        return
    if given["end_on"] < step.today:
        refuse_by_practice("plausible_dates", step.at, "新的检查日期已经过去，请改正。", "有效的检查时间")
    if step.case.stage not in BEGUN:
        # One that has begun is carried to its end; one still to come keeps to the task, as it did the first time.
        check_window(step.case, given["start_on"], given["end_on"])
    check_current_team(step.case, given["start_on"], given["end_on"])


def _check_partners(step: Step[R], kind: ChangeKind, given: Mapping[str, Any], plan: PlanVersion) -> None:
    """On a visit of several authorities the days are those of all, and so are their rules (CQ 8, 13)."""
    days = (given["start_on"], given["end_on"])
    refuse_apart_from_partners(step.case, plan.start_on, plan.end_on, given["mode"], given["announced"])
    others = beside(step.case)
    if not others or days == (plan.start_on, plan.end_on):
        return
    if kind != ChangeKind.SCHEDULE:
        step.refuse("联合检查变更日期的，请单独申请变更日程，由各派出检查单位分别决定。", "日程的变更申请")
    for other in others:
        if other.stage in BEGUN:
            step.refuse(f"{other.dispatching_unit}的检查已经开始，联合检查的日期不能再变更。")
        if isinstance(step, RequestChange) and other.changes.filter(decided_at=None, kind=kind).exists():
            step.refuse(f"{other.dispatching_unit}还有日程变更申请等待决定，请等决定后再申请。")
        check_window(other, *days)
        check_current_team(other, *days)


def _check_party(step: Step[R], text: str, plan: PlanVersion) -> None:
    if beside(step.case):
        step.refuse("这是联合检查，不能单独变更被检查对象；需要变更的，请取消后重新安排。")
    party = _party_named(step, text)
    if party.pk == step.case.party_id:
        step.refuse("新的被检查对象与现在的相同，没有需要变更的。", "新的被检查对象")
    _check_competence(step, party)
    task = step.case.task
    if task is not None:
        # No second inspection of the other party close by, as when a task is assigned (CQ 8).
        refuse_apart(
            joining(step.person, task, party=party, days=(plan.start_on, plan.end_on)), task, "", step.at
        )
    was, step.case.party = step.case.party, party
    try:
        refuse_faults(current_team_answer(step.case, plan.start_on).value, "检查组不适合新的被检查对象。")
        check_scope(step.case, plan.scope, plan.checkpoints, cast("date", step.case.bound_on))
    finally:
        step.case.party = was


def _check_competence(step: Step[R], party: Party) -> None:
    """The unit may inspect the other party as it may the first (CQ 4), and the type of inspection fits it."""
    unit = step.case.dispatching_unit
    reasons = may_carry_out(party)
    district = unit.kind == AuthorityKind.DISTRICT and party.region_code not in ("", unit.region_code)
    if unit.kind not in reasons or district:
        step.refuse(
            f"{unit}不能检查“{party}”：{'；'.join(dict.fromkeys(reasons.values()))}。请另行安排有职权的单位检查。",
            "有职权的承办单位",
            article=step.cite("authorities"),
        )
    refuse_unfit(party, InspectionType(step.case.inspection_type))


def _party_named(step: Step[R], text: str) -> Party:
    party = find_party(step.case.leader().person, text) or find_party(step.person, text)
    if party is None:
        step.refuse(f"没有找到“{text}”，或者它不在本单位的管辖范围。", "新的被检查对象")
    return party


def hand_over_duties(step: Step[R], before: int) -> None:
    """After the team changed: open duties of who left pass to the new leader or end."""
    now = {m.person_id: m.part for m in step.case.members()}
    leader = step.case.leader().person
    hand_over(step, step.case, before=before, to=leader, staying=set(now))
    if step.case.stage in EXAMINING:
        for pk, part in now.items():
            if part in OWN:
                person = next(m.person for m in step.case.members() if m.person_id == pk)
                step.owe(turns.FINDINGS, step.case, to=Holder(person=person))
