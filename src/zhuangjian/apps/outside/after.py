"""What has to be done before a problem outside the task ends, and the day before which a seizure is extended or lifted."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhuangjian.apps.outside import turns
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.outside.state import arguable, seized, told_provinces, untested

EVIDENCE = "固定的证据"


def owe_limit(act: Any, case: OutsideProblem) -> None:
    """The local authority extends or lifts what is seized, by the day on which the first limit ends."""
    first = seized(case).first()
    if first is not None:
        act.owe(turns.LIMIT, case, due=first.until, again=True)


def lacking(case: OutsideProblem, on: date) -> tuple[str, ...]:
    """What the article asks, or what was begun, and is not there yet."""
    waiting = arguable(case, on).first()
    until = waiting.reinspect_until if waiting else None
    asked = (
        (case.evidence_rows.exists(), EVIDENCE),
        (not case.harm or case.ordered_at is not None, "责令暂停生产、经营的紧急控制措施"),
        (not case.nationwide or told_provinces(case), "对产品标签标示省份的通报"),
        (not seized(case), "查封、扣押的解除或者处理"),
        (not untested(case), "检验结果"),
        (waiting is None, f"企业申请复检的期限（至{until:%Y年%-m月%-d日}）届满" if until else ""),
    )
    return tuple(words for there, words in asked if not there)
