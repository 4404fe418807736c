"""What a letter was followed by: problems in the group's next inspections against the last ones before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuangjian.apps.inspections.models import Finding, Inspection
from zhuangjian.apps.warning.models import Alert, Recipient
from zhuangjian.engines.improvement.shares import Share, change
from zhuangjian.engines.rules.vocabulary import ItemResult

LOOKED_AT = (ItemResult.CONFORMING, ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)
LEVEL = 0.95


@dataclass(frozen=True)
class Effect:
    """Inspections with the problem, of all that looked, before and after; and what that says."""

    before: Share
    after: Share
    words: str


def effect_of(row: Alert, person: Any) -> Effect | None:
    """None before it is sent. As far as the person sees the enterprises and their inspections."""
    if row.sent_at is None:
        return None
    group = Recipient.objects.visible_to(person).filter(alert=row).values("party_id")
    seen = Inspection.objects.visible_to(person).filter(party_id__in=group, delivered_at__isnull=False)
    found = Finding.objects.unrestricted().filter(inspection__in=seen, result__in=LOOKED_AT)
    if row.item:
        found = found.filter(inspection__edition=row.edition, item=row.item)
    told: dict[int, tuple[Any, int, bool]] = {}
    columns = ("inspection_id", "inspection__delivered_at", "inspection__party_id", "result")
    for pk, moment, party, result in found.order_by().values_list(*columns):
        bad = result == ItemResult.NONCONFORMING
        told[pk] = (moment, party, bad or (pk in told and told[pk][2]))
    last: dict[int, bool] = {}
    following: dict[int, bool] = {}
    for moment, party, bad in sorted(told.values()):
        if moment < row.sent_at:
            last[party] = bad
        else:
            following.setdefault(party, bad)
    before, after = (Share(sum(one.values()), len(one)) for one in (last, following))
    return Effect(before, after, in_words(before, after))


def in_words(before: Share, after: Share) -> str:
    """The comparison in one or two sentences, and what it cannot say."""
    if not before.n or not after.n:
        missing = "发出以前" if not before.n else "发出以后"
        return f"{missing}还没有可以比较的检查，不作判断。"
    found = change(before, after, LEVEL)
    assert found is not None
    said = "下降" if found.fell else "上升" if found.rose else "看不出变化"
    between = f"{100 * found.low:+.1f} 至 {100 * found.high:+.1f} 个百分点"
    return (
        f"有问题的检查占比{said}（差别的 95% 区间为 {between}）。"
        "被提示的企业往往是问题突出时选出的，此后本来就可能好转，不能只凭这一差别认定是提示的作用。"
    )


def interval_words(share: Share) -> str:
    """A share with Wilson's interval, in words."""
    if not share.n:
        return "没有检查"
    low, high = share.interval(LEVEL)
    return f"{share.n} 次检查中 {share.hits} 次有问题，{share.percent}%（95% 区间 {100 * low:.1f}%—{100 * high:.1f}%）"
