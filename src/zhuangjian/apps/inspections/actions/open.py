"""Opening an inspection from an assigned task, and cancelling it before it begins."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.joint import part_ways
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.numbering import give_number
from zhuangjian.apps.inspections.step import TEXT, Step
from zhuangjian.apps.inspections.who import HEAD, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.law import competence
from zhuangjian.apps.programme.models import Task, TaskStatus, origin_of
from zhuangjian.apps.programme.turns import OPEN
from zhuangjian.apps.programme.who import at as task_at
from zhuangjian.apps.registry.models import Jurisdiction, LicenceUnit, Party, Product
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import AuthorityKind, InspectionType, LicensingKind
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.turns import NEEDLESS


def usual_basis(kind: InspectionType, party: Party | None = None) -> str:
    """The laws that the region's pack names as usual basis of that type; the person may write another.

    Of a party with toothpaste, what it names for toothpaste besides (CQ 55); where it names nothing, nothing.
    """
    rules, today = pack_for(settings.REGION), timezone.localdate()
    found = str(parameter(rules, f"legal_basis_{kind.value}", today).value)
    if party is None or not has_toothpaste(party) or "legal_basis_toothpaste" not in rules.parameters:
        return found
    return f"{found}；{parameter(rules, 'legal_basis_toothpaste', today).value}"


def has_toothpaste(party: Party) -> bool:
    """Whether the registers show toothpaste of the party: a filed product, one that it makes for others, or a licensed unit."""
    mine = Q(party=party) | Q(commission__manufacturer=party)
    if Product.objects.unrestricted().filter(mine, is_toothpaste=True).exists():
        return True
    units = LicenceUnit.objects.unrestricted().filter(licence__party=party)
    return units.filter(Q(unit__contains="牙膏") | Q(categories__contains="牙膏")).exists()


def licensing_kind_of(task: Task) -> str:
    """What the licensing department's application is for; empty where there is none, or where it does not say."""
    found = origin_of(task)
    return found.licensing_kind if found else ""


class OpenInspection(Act[Task]):
    """The assigned unit starts the inspection that a task asks for."""

    name = "inspections.open"
    title = "组织检查"
    cites = "team"
    who = holders(
        "承办单位的负责人或者计划管理员", "head", "programme_officer", unit=lambda task: task.assigned_to_id
    )
    when = task_at(TaskStatus.ASSIGNED)
    answers = (OPEN,)

    class Input(Fields):
        """What the record will name as cause and basis (CQ 14)."""

        reason: str = Field(title="检查事由", min_length=1, max_length=300)
        legal_basis: str = Field(
            title="检查依据",
            min_length=1,
            max_length=500,
            json_schema_extra={"widget": "textarea", "rows": 2},
        )
        licensing_kind: LicensingKind | None = Field(None, title="许可检查种类", description="仅许可检查填写")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Task) -> Options:
        """The kinds of a licensing inspection; other types have none."""
        licensing = case.inspection_type == InspectionType.LICENSING
        return {"licensing_kind": LicensingKind.choices() if licensing else []}

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """The programme as cause, the usual basis of the type."""
        kind = InspectionType(case.inspection_type)
        applied = licensing_kind_of(case)
        return {
            "reason": f"{case.called()}·{kind.label}"[:300],
            "legal_basis": usual_basis(kind, case.party),
        } | ({"licensing_kind": applied} if applied else {})

    def check(self) -> None:
        """The task was assigned and says what it needs."""
        licensing = self.case.inspection_type == InspectionType.LICENSING
        applied = licensing_kind_of(self.case)
        if licensing and applied and self.data.licensing_kind not in (None, applied):
            self.refuse(
                f"许可部门登记的是{LicensingKind(applied).label}，不能按别的种类组织检查。",
                "与申请一致的许可检查种类",
                article=self.cite("licensing"),
            )
        if licensing and self.data.licensing_kind is None and not applied:
            self.refuse(
                "许可检查应写明是许可、延续后还是变更核查。", "许可检查种类", article=self.cite("licensing")
            )
        if not licensing and self.data.licensing_kind is not None:
            self.refuse("只有许可检查才填写许可检查种类。", article=self.cite("licensing"))

    def do(self, found: None) -> Change:
        """The inspection, and the duty to compose its team."""
        task = self.case
        inspection = Inspection(
            task=task,
            party=task.party,
            site=task.site,
            inspection_type=task.inspection_type,
            licensing_kind=self.data.licensing_kind or licensing_kind_of(task),
            mode=task.mode,
            announced=task.announced,
            organising_unit=task.authority,
            dispatching_unit=task.assigned_to,
            local_authority=local_authority(task),
            reason=self.data.reason,
            legal_basis=self.data.legal_basis,
            stage=Stage.ASSIGNED,
            created_at=self.at,
        )
        give_number(inspection, self.at)
        inspection.save()
        task.status = TaskStatus.UNDER_WAY
        task.save()
        also(self, task, inspection=inspection.public_id)
        self.owe(turns.TEAM, inspection, due=task.window_to)
        # Never the party, which a for-cause inspection hides (CQ 34).
        return Change(inspection, {"task": task.public_id})


def local_authority(task: Task) -> Authority:
    """The local authority 辖区监管部门: for what the municipal level inspects its bureau, for operators the district."""
    kinds = [one.kind for one in competence(task.party).value]
    unit = cast("Authority", task.assigned_to)
    producing = AuthorityKind.MUNICIPAL in kinds and unit.kind != AuthorityKind.DISTRICT
    wanted = AuthorityKind.INSPECTION_BUREAU if producing else AuthorityKind.DISTRICT
    row = (
        Jurisdiction.objects.unrestricted()
        .filter(party=task.party, authority__kind=wanted)
        .select_related("authority")
        .order_by("pk")
        .first()
    )
    if row is not None:
        return row.authority
    return unit if unit.kind == wanted else task.authority


class CancelInspection(Step):
    """The dispatching unit calls an inspection off before it begins."""

    name = "inspections.cancel"
    title = "取消检查"
    cites = "change"
    who = HEAD
    when = at(Stage.ASSIGNED, Stage.TEAMED, Stage.PLAN_SUBMITTED, Stage.PLAN_APPROVED)

    class Input(Fields):
        """Why the inspection does not take place."""

        reason: str = Field(title="取消原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Cancelled with its task; nobody owes anything any more."""
        self.case.cancel_reason = self.data.reason
        self.case.closed_at = self.at
        self.move(Stage.CANCELLED)
        part_ways(self, self.case)
        end_all(self, self.case, outcome=NEEDLESS)
        if self.case.task:
            task = self.case.task
            task.status, task.cancel_reason = TaskStatus.CANCELLED, self.data.reason
            task.save()
            also(self, task, inspection=self.case.public_id)
        return Change(self.case)
