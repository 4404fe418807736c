"""The examination of an object that was found altered: afterwards it can be acted on again, openly."""

from __future__ import annotations

from django.apps import apps
from pydantic import Field

from zhuangjian.apps.duties.actions._closing import STILL_OPEN, holds_house_duty
from zhuangjian.apps.duties.house import ALTERED, EXAMINE
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger import marks
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.kernel.people import Those


class ExamineAltered(Act[Duty]):
    """What was found altered has been examined: restored from a backup, or accepted as it is now, with the reason.

    The ledger keeps that it was altered, both digests, who accepted it and why; every verification says so.
    """

    name = marks.EXAMINED
    title = marks.TITLES[marks.EXAMINED]
    in_person = True
    who = Those(
        "本单位的审计员（没有审计员时由系统管理员）",
        lambda person, duty: holds_house_duty(person, duty, ALTERED),
    )
    when = STILL_OPEN
    answers = (EXAMINE,)

    class Input(Fields):
        """What was altered, how that was found out, and why it is taken as it is now."""

        reason: str = Field(
            title="核查情况",
            json_schema_extra={"widget": "textarea"},
            min_length=10,
            max_length=2000,
            description="改了什么、谁改的、怎样查明；已从备份恢复，还是经核实接受现状；报告了谁",
        )

    data: Input

    def do(self, found: None) -> Change:
        """The object is marked as examined, as it is stored now."""
        model = apps.get_model(self.case.target_model)
        said = marks.examine(model, self.case.target_id, self.person, self.at, self.data.reason)
        if said["found"] == marks.UNREADABLE:
            self.refuse("数据已损坏，读不出来，不能接受。请先由系统管理员从备份恢复，再记录核查。")
        return Change(self.case, said)
