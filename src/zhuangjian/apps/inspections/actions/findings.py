"""Results of checkpoints, saved in batches. Two people collide only on the same checkpoint, never on the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from zhuangjian.apps.inspections.actions.arrive import opening_lacks
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Finding, Inspection, Stage
from zhuangjian.apps.inspections.step import Adding, Step
from zhuangjian.apps.inspections.turns import FINDINGS
from zhuangjian.apps.inspections.who import MEMBERS, at
from zhuangjian.apps.ledger.action import Conflict
from zhuangjian.engines.rules.vocabulary import ItemResult

BAD = (ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)


class Row(BaseModel):
    """One checkpoint's result. ``known_result`` and ``known_text`` are what the sender last saw stored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    item: str = Field(title="检查要点", max_length=10)
    result: ItemResult = Field(title="结果")
    text: str = Field("", title="检查发现", max_length=4000)
    known_result: str | None = Field(None, title="原结果")
    known_text: str | None = Field(None, title="原检查发现")


class RecordFindings(Step):
    """Save the results of some checkpoints: all of these or none."""

    name = "inspections.findings"
    title = "记录检查结果"
    cites = "change"
    who = MEMBERS
    when = at(Stage.ON_SITE, early="检查组尚未到达现场")
    answers = (FINDINGS,)

    class Input(Adding):
        """Rows; ``known_…`` left out means: whatever stands there now is meant to be replaced."""

        rows: list[Row] = Field(title="检查结果", min_length=1, json_schema_extra={"widget": "hidden"})

    def law(self) -> None:
        """After the opening meeting; items of the plan; nothing overwritten unseen; deficiencies stay tied."""
        if opening_lacks(self.target):
            self.refuse("首次会议还没有召开，检查范围尚未确认。", "首次会议", article=self.cite("opening"))
        self.points = {p.no: p for p in checkpoints_of(self.target)}
        items = [row.item for row in self.data.rows]
        unknown = [no for no in items if no not in self.points]
        if unknown:
            self.refuse("下列项目不在批准的方案范围内，请先申请变更。", *(f"第{no}项" for no in unknown))
        if len(set(items)) != len(items):
            self.refuse("同一项目在一次提交中出现了两次，请只保留一个结果。")
        self.stored = {f.item: f for f in self.target.findings.filter(item__in=items)}
        self._nobody_else_was_here()
        for row in self.data.rows:
            self._reasonable(row)

    def _nobody_else_was_here(self) -> None:
        clashes = [no for row in self.data.rows for no in [row.item] if self._clash(row)]
        if clashes:
            names = {
                no: f"第{no}项：{self.stored[no].found_by}记为“{self.stored[no].get_result_display()}”"
                if no in self.stored
                else f"第{no}项"
                for no in clashes
            }
            conflict = Conflict(
                "您填写期间，同组人员已改动了同一项目，您的结果没有保存，对方的结果也没有被覆盖。"
                "请核对后重新选择；其他项目不受影响。",
                article=self.article,
                missing=list(names.values()),
            )
            raise conflict

    def _clash(self, row: Row) -> bool:
        if row.known_result is None:
            return False
        stored = self.stored.get(row.item)
        now = (stored.result, stored.text) if stored else ("", "")
        known = (row.known_result, row.known_text or "")
        return now != known and now != (row.result.value, row.text)

    def _reasonable(self, row: Row) -> None:
        if row.result in BAD and not row.text:
            self.refuse(
                f"第{row.item}项记为“{row.result.label}”，请写明检查发现。", f"第{row.item}项的检查发现"
            )
        stored = self.stored.get(row.item)
        if stored is None or row.result in BAD:
            return
        if standing(self.target).filter(finding=stored).exists():
            self.refuse(
                f"第{row.item}项下还有成立的缺陷，不能改为“{row.result.label}”。请先修改或者撤销该缺陷。",
                f"第{row.item}项的缺陷处理",
            )

    def execute(self) -> Inspection:
        """Store them; a row that says what is stored already changes nothing."""
        new = []
        for row in self.data.rows:
            stored = self.stored.get(row.item)
            if stored and (stored.result, stored.text) == (row.result.value, row.text):
                continue
            found = stored or Finding(inspection=self.target, item=row.item)
            found.item_class = self.points[row.item].item_class
            found.result, found.text = row.result, row.text
            found.found_by, found.found_at = self.person, self.at
            if stored:
                found.save()
            else:
                new.append(found)
        Finding.objects.bulk_create(new)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        """Item and result; the texts are covered by the state's digest."""
        return {"results": {row.item: row.result.value for row in self.data.rows}}
