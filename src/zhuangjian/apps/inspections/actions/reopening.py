"""What was concluded or recorded is taken up again: the way back when an item or the record turns out to be wrong."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.step import Step
from zhuangjian.kernel.turns import Holder


def reopen(step: Step[Any], *, judged_anew: bool) -> None:
    """Take back the record that was made, and the conclusion too where the results changed that it rests on.

    Documents and signatures stay on file; they say nothing of the edition to come.
    """
    case = step.case
    leader = case.leader()
    if leader is None or case.stage == Stage.CLOSING or not (judged_anew or case.stage == Stage.RECORDED):
        return
    case.record_digest, case.recorded_at = "", None
    to = Holder(person=leader.person)
    if not judged_anew:
        step.owe(turns.RECORD, case, to=to, title="重新制作现场检查记录")
        step.move(Stage.CONCLUDED)
        return
    case.computed_conclusion = case.conclusion = case.override_reason = ""
    case.conclusion_answer, case.concluded_at = {}, None
    step.owe(turns.CONCLUDE, case, to=to, title="检查结果已更正，重新作出检查结论")
    step.move(Stage.CLOSING)
