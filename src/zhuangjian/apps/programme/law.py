"""Programme rows put before the rules: who is competent for a party (CQ 4), which tasks must be merged (CQ 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.programme.models import Task, TaskStatus, VisitPart, VisitStage
from zhuangjian.apps.registry.models import Commission, Party, PartyKindRow
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Refusal
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.merging import Merge
from zhuangjian.engines.rules.merging import Task as RuleTask
from zhuangjian.engines.rules.models import Parameter
from zhuangjian.engines.rules.vocabulary import (
    OPERATOR_KINDS,
    PRODUCTION_KINDS,
    AuthorityKind,
    InspectionType,
    PartyKind,
)
from zhuangjian.kernel.questions import Question

KINDS_OF = Question(
    lambda pk: PartyKindRow._base_manager.filter(party_id=pk).order_by("pk").values_list("kind", flat=True)
)
OPEN = (TaskStatus.PLANNED, TaskStatus.ASSIGNED, TaskStatus.UNDER_WAY)


def kinds_of(party: Party) -> tuple[PartyKind, ...]:
    """The party's kinds; a Refusal when none is known, since every rule asks for them (CQ 53)."""
    kinds = tuple(PartyKind(code) for code in KINDS_OF(party.pk))
    if not kinds:
        raise Refusal(
            f"“{party.name}”还没有登记主体类别，无法确定由谁检查、用什么检查要点。请先在企业档案中补登。",
            article=cite("kinds"),
            missing=["被检查对象的主体类别"],
        )
    return kinds


def refuse_unfit(party: Party, kind: InspectionType) -> None:
    """Refuse an inspection of a type that is not for such a party, as the pack's table of forms says (CQ 23)."""
    kinds = kinds_of(party)
    if kind != InspectionType.LICENSING:
        return
    try:
        rules.forms_for(kind, kinds, checkpoints=True, region=settings.REGION)
    except Refusal as no:
        words = "、".join(one.label for one in kinds)
        raise Refusal(
            f"“{party.name}”登记的类别为{words}，不是生产企业，不能开展许可检查。"
            "它确已申请生产许可的，请先在企业档案中更正主体类别，加上生产企业。",
            article=no.article,
            missing=["生产企业（许可申请人）"],
        ) from no


def competence(party: Party) -> Answer[Any]:
    """The competence rule's answer for the party; the deployment's region where its division is unknown."""
    kinds = kinds_of(party)
    try:
        return rules.competent_authority(kinds, party.region_code or settings.REGION)
    except Refusal:
        return rules.competent_authority(kinds, settings.REGION)


def may_carry_out(party: Party) -> dict[AuthorityKind, str]:
    """Kinds of authority that may inspect the party, each with the reason of CQ 4."""
    found: dict[AuthorityKind, str] = {}
    for one in competence(party).value:
        for kind in (one.kind, *one.carried_out_by):
            found.setdefault(kind, one.reason)
    return found


def must_join(tasks: Iterable[Task]) -> Answer[Merge]:
    """CQ 8 over these tasks; ids in the answer are the tasks' primary keys as text."""
    given = [
        RuleTask(str(t.pk), frozenset({str(t.party_id)}), t.window_from, t.window_to)
        for t in sorted(tasks, key=lambda t: (t.window_from, t.pk))
    ]
    return rules.must_merge(given, region=settings.REGION, on=_rule_day(given))


def _rule_day(given: list[RuleTask]) -> date | None:
    # A window that begins before the rules came into force is still judged by them: it is merged today.
    from zhuangjian.engines.rules import pack_for

    first = pack_for(settings.REGION).head.effective_from
    return max((max(t.start, first) for t in given), default=None)


def merge_interval() -> int | None:
    """Within how many days the law here orders merging; None where it names no interval and merging is a proposal."""
    from zhuangjian.engines.rules import pack_for

    series = pack_for(settings.REGION).parameters.get("merge_interval_days", ())
    entry = in_force(series, timezone.localdate()) or (series[-1] if series else None)
    return int(str(entry.value)) if isinstance(entry, Parameter) else None


def tasks_to_join(task: Task) -> list[tuple[Task, int]]:
    """Other open tasks on the same party to be merged with this one, and the days between: ordered or proposed."""
    others = list(
        Task.objects.unrestricted()
        .filter(party_id=task.party_id, status__in=OPEN)
        .exclude(pk=task.pk)
        .exclude(pk__in=together(task))
        .select_related("authority", "programme", "assigned_to")
    )
    by_id = {str(t.pk): t for t in others}
    found = []
    for pair in must_join([task, *others]).value.pairs:
        ids = {pair.first, pair.second}
        if str(task.pk) in ids:
            (other,) = ids - {str(task.pk)}
            found.append((by_id[other], pair.days))
    return found


def together(task: Task) -> list[int]:
    """Ids of the tasks that several authorities agreed to carry out on one visit with this one; without itself."""
    agreed = VisitPart.objects.unrestricted().filter(visit__stage=VisitStage.AGREED, task_id=task.pk)
    rows = VisitPart.objects.unrestricted().filter(visit_id__in=agreed.values("visit_id"))
    return [pk for pk in rows.exclude(task_id=task.pk).values_list("task_id", flat=True) if pk]


def joint_refused(task: Task) -> bool:
    """Whether another authority has declined to go together with this task: it may then go alone."""
    refused = VisitPart.objects.unrestricted().filter(task=task, visit__stage=VisitStage.REFUSED)
    return bool(refused.exists())


def carries_hidden(task: Task) -> bool:
    """Whether it is for cause, or goes together with one that is: nobody outside is told of it before it begins."""
    if task.inspection_type == InspectionType.FOR_CAUSE:
        return True
    others = Task.objects.unrestricted().filter(pk__in=together(task))
    return bool(others.filter(inspection_type=InspectionType.FOR_CAUSE).exists())


def exchanged(party: Party) -> bool:
    """Whether authorities tell each other of their inspections of this party (CQ 8 ¶1).

    They do where it both makes and sells, and where both sides of a commissioned production lie in the region.
    """
    kinds = set(kinds_of(party))
    if kinds & PRODUCTION_KINDS and kinds & OPERATOR_KINDS:
        return True
    today, here = timezone.localdate(), home_prefix()
    return (
        Commission.objects.unrestricted()
        .filter(Q(principal=party) | Q(manufacturer=party))
        .filter(Q(until=None) | Q(until__gte=today))
        .filter(principal__region_code__startswith=here, manufacturer__region_code__startswith=here)
        .exists()
    )


def describe(task: Task) -> str:
    """Type and window in a few words."""
    return f"{task.get_inspection_type_display()} {task.window_from}—{task.window_to}"
