"""The party of an off-site inspection is told what was found, and may state and defend (CQ 7, 15)."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.closing import HoldClosing
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.course import ClosingPoint
from zhuangjian.apps.inspections.models.off_site import AskStage, SessionStage
from zhuangjian.apps.inspections.who import at
from zhuangjian.apps.ledger.act import Options
from zhuangjian.engines.rules.vocabulary import Mode

OPEN = (AskStage.WAITING, AskStage.HANDED_IN)


class TellResult(HoldClosing):
    """Tell the party the result of the off-site inspection; it may state and defend."""

    name = "inspections.tell_result"
    title = "告知检查结果、听取意见"
    when = at(Stage.OFF_SITE, early="非现场检查还没有开始")
    answers = (turns.TELL, turns.FINDINGS)

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """Both points, in words that fit where nobody went there."""
        return {"points": [(p.value, spoken(p)) for p in ClosingPoint]}

    def check(self) -> None:
        """Nothing that was asked for is open, a session was held where that is the way; then as after any inspection."""
        open_rows = self.case.material_requests.filter(stage__in=OPEN)
        if open_rows:
            self.refuse(
                f"还有{len(open_rows)}项要求没有了结，请先审核，或者结束等待。",
                *(f"第{one.no}项{one.get_kind_display()}（{one.get_stage_display()}）" for one in open_rows),
                article=self.cite("off_site_way"),
            )
        sessions = self.case.remote_sessions
        if sessions.filter(stage=SessionStage.APPOINTED).exists():
            self.refuse("约定的远程检查还没有登记经过。", "远程检查的经过", article=self.cite("off_site_way"))
        remote = self.case.mode == Mode.OFF_SITE_REMOTE
        if remote and not sessions.filter(stage=SessionStage.HELD).exists():
            self.refuse("远程检查还没有举行过。", "已举行的远程检查", article=self.cite("off_site_way"))
        super().check()


def spoken(point: ClosingPoint) -> str:
    """What is told, without the place where nobody went."""
    return point.label.replace("现场", "")
