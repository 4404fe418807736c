"""The whitelist: which facts of a measure, a lifting, an obstruction or a penalty are copied for the public, each under
its matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Notice, NoticeKind
from zhuangjian.apps.disclosure.snapshot import NEEDED, answer_of, without_secrets
from zhuangjian.apps.enforcement.models import Fate, Penalty, PenaltyKind
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.law import basis_of_lifting
from zhuangjian.apps.measures.models import Handling, Kind, Lifting, LiftingStage, Measure, Obstruction
from zhuangjian.apps.measures.models.measure import Stage
from zhuangjian.engines.rules.disclosure import Audience, Matter, may_disclose, require_disclosable
from zhuangjian.engines.rules.disclosure import Stage as Seen
from zhuangjian.engines.rules.lookup import number, pack_for, parameter
from zhuangjian.engines.rules.models import Parameter
from zhuangjian.kernel.days import months_after

# A credit record, and that a case is to be filed, are not told the public: the first has rules of its own, the second is
# a lead (CQ 22).
PUBLISHABLE = frozenset(str(kind) for kind in (Kind.SUSPEND, Kind.CONTROL, Kind.RECALL, Kind.INTERVIEW))
Source = Measure | Lifting | Obstruction | Penalty
FIELDS: dict[str, tuple[Matter, Callable[[Any], Any]]] = {
    "party_name": (Matter.PARTY_INFO, lambda s: s.party.name),
    "credit_code": (Matter.PARTY_INFO, lambda s: s.party.credit_code or ""),
    "party_address": (Matter.PARTY_INFO, lambda s: s.party.address),
    "region_code": (Matter.PARTY_INFO, lambda s: s.party.region_code),
    "legal_basis": (Matter.BASIS, lambda s: basis_told(s)),
    "number": (Matter.RESULT, lambda s: number_told(s)),
    "result": (Matter.RESULT, lambda s: result_told(s)),
    "decided_on": (Matter.RESULT, lambda s: timezone.localdate(s.decided_at) if s.decided_at else None),
}
# Of a penalty the summary alone: who, what for, what was imposed, by which paper and when.
PENALTY_FIELDS: dict[str, Callable[[Penalty], Any]] = {
    "party_name": lambda s: s.party.name,
    "credit_code": lambda s: s.party.credit_code or "",
    "region_code": lambda s: s.party.region_code,
    "number": lambda s: s.number,
    "result": lambda s: f"违法行为类型：{s.violation}。处罚内容：{s.content()}",
    "decided_on": lambda s: s.decided_on,
}


def projection(source: Source, on: date) -> dict[str, Any]:
    """Publishable columns of ``Notice``; raises Refusal while party, basis or result may not be shown (CQ 22)."""
    inspection = inspection_of(source)
    if isinstance(source, Penalty):
        require_disclosable(
            may_disclose(
                Audience.PUBLIC,
                Matter.PENALTY,
                inspection_type=inspection.inspection_type,
                # Once the penalty is decided nothing of the matter is still to be found out.
                state=Seen.CONCLUDED,
                region=settings.REGION,
                on=on,
            )
        )
        return without_secrets(inspection, {name: read(source) for name, read in PENALTY_FIELDS.items()})
    for matter in NEEDED:
        require_disclosable(answer_of(inspection, matter, on))
    return without_secrets(
        inspection,
        {
            name: read(source)
            for name, (matter, read) in FIELDS.items()
            if answer_of(inspection, matter, on).value.allowed
        },
    )


def inspection_of(source: Source) -> Inspection:
    """The inspection behind it, as the house knows it."""
    return Inspection.objects.unrestricted().get(pk=source.inspection_id)


def kind_of(source: Source) -> NoticeKind:
    """Measure, lifting, obstruction or penalty."""
    if isinstance(source, Penalty):
        return NoticeKind.PENALTY
    if isinstance(source, Measure):
        return NoticeKind.MEASURE
    return NoticeKind.LIFTING if isinstance(source, Lifting) else NoticeKind.OBSTRUCTION


def publishable(source: Source) -> bool:
    """Whether it is of a kind that is published, and decided."""
    if isinstance(source, Measure):
        return source.kind in PUBLISHABLE and source.stage != Stage.WITHDRAWN
    if isinstance(source, Lifting):
        return source.stage == LiftingStage.LIFTED
    if isinstance(source, Penalty):
        rules = pack_for(settings.REGION)
        hidden = _kinds(parameter(rules, "penalty_unpublished_kinds", source.decided_on))
        return source.fate == Fate.STANDING and not set(source.kinds) <= hidden
    return source.decided_at is not None


def standing(source: Source) -> Any:
    """The notice of it that the public reads now, if any."""
    return Notice.objects.unrestricted().filter(**{kind_of(source).value: source.pk}, withdrawn_at=None)


def basis_told(source: Source) -> str:
    """The basis as the pack words it."""
    if isinstance(source, Lifting):
        return basis_of_lifting(timezone.localdate(source.decided_at)) or source.measure.basis
    return source.basis


def number_told(source: Source) -> str:
    """The number of the paper that was served; that of an obstruction's handling is internal."""
    return "" if isinstance(source, Obstruction) else source.number


def result_told(source: Source) -> str:
    """In words of closed lists alone, never in anybody's own."""
    if isinstance(source, Measure):
        return str(source.get_kind_display())
    if isinstance(source, Lifting):
        return f"解除{source.measure.get_kind_display()}"
    forms = "、".join(str(one["label"]) for one in source.forms)
    handled = "责任约谈" if source.handling == Handling.INTERVIEW else "依法处理"
    return f"{forms}；{handled}"


def until(penalty: Penalty, low: bool, on: date) -> date:
    """The last day on which a penalty published on the day ``on`` is shown; ``low``: its fine is a low one."""
    rules = pack_for(settings.REGION)
    short = set(penalty.kinds) <= _kinds(parameter(rules, "penalty_short_kinds", on))
    if short and (low or PenaltyKind.FINE not in penalty.kinds):
        return months_after(on, number(rules, "penalty_publication_short_months", on)[0])
    last = months_after(on, number(rules, "penalty_publication_months", on)[0])
    return max(last, penalty.restricted_until or last)


def withdrawal_told(notice: Notice) -> str:
    """Why the public no longer sees a penalty, in words of a closed list."""
    row = notice.penalty
    if row is None or row.fate == Fate.STANDING:
        return "公示的信息不准确，撤下更正"
    return f"行政处罚决定{row.get_fate_display()}"


def _kinds(listed: Parameter) -> set[str]:
    return set(listed.value) if isinstance(listed.value, tuple) else {str(listed.value)}
