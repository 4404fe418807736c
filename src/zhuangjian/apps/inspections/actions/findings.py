"""Results of checkpoints, saved in batches. Two people collide only on the same checkpoint, never on the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from zhuangjian.apps.inspections.actions.arrive import opening_lacks
from zhuangjian.apps.inspections.checkpoints import Checkpoint, checkpoints_of
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Finding
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import Adding, Step
from zhuangjian.apps.inspections.turns import FINDINGS
from zhuangjian.apps.inspections.who import MEMBERS, NOT_BEGUN, at
from zhuangjian.apps.ledger.act import Change
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


@dataclass(frozen=True)
class Known:
    """The checkpoints of the plan by number, and the findings stored for those that were sent."""

    points: Mapping[str, Checkpoint]
    stored: Mapping[str, Finding]


class RecordFindings(Step[Known]):
    """Save the results of some checkpoints: all of these or none."""

    name = "inspections.findings"
    title = "记录检查结果"
    cites = "change"
    who = MEMBERS
    when = at(*EXAMINING, early=NOT_BEGUN)
    answers = (FINDINGS,)

    class Input(Adding):
        """Rows; ``known_…`` left out means: whatever stands there now is meant to be replaced."""

        rows: list[Row] = Field(title="检查结果", min_length=1, json_schema_extra={"widget": "hidden"})

    data: Input

    def check(self) -> Known:
        """After the opening meeting; items of the plan; nothing overwritten unseen; deficiencies stay tied."""
        if opening_lacks(self.case):
            self.refuse("首次会议还没有召开，检查范围尚未确认。", "首次会议", article=self.cite("opening"))
        points = {p.no: p for p in checkpoints_of(self.case)}
        items = [row.item for row in self.data.rows]
        unknown = [no for no in items if no not in points]
        if unknown:
            self.refuse("下列项目不在批准的方案范围内，请先申请变更。", *(f"第{no}项" for no in unknown))
        if len(set(items)) != len(items):
            self.refuse("同一项目在一次提交中出现了两次，请只保留一个结果。")
        stored = {f.item: f for f in self.case.findings.filter(item__in=items)}
        self._nobody_else_was_here(stored)
        for row in self.data.rows:
            self._reasonable(row, stored.get(row.item))
        return Known(points, stored)

    def _nobody_else_was_here(self, stored: Mapping[str, Finding]) -> None:
        clashes = [row.item for row in self.data.rows if _clash(row, stored.get(row.item))]
        if clashes:
            names = {
                no: f"第{no}项：{stored[no].found_by}记为“{stored[no].get_result_display()}”"
                if no in stored
                else f"第{no}项"
                for no in clashes
            }
            raise Conflict(
                "您填写期间，同组人员已改动了同一项目，您的结果没有保存，对方的结果也没有被覆盖。"
                "请核对后重新选择；其他项目不受影响。",
                article=self.article,
                missing=list(names.values()),
            )

    def _reasonable(self, row: Row, stored: Finding | None) -> None:
        if row.result in BAD and not row.text:
            self.refuse(
                f"第{row.item}项记为“{row.result.label}”，请写明检查发现。", f"第{row.item}项的检查发现"
            )
        if stored is None or row.result in BAD:
            return
        if standing(self.case).filter(finding=stored).exists():
            self.refuse(
                f"第{row.item}项下还有成立的缺陷，不能改为“{row.result.label}”。请先修改或者撤销该缺陷。",
                f"第{row.item}项的缺陷处理",
            )

    def do(self, found: Known) -> Change:
        """Store them; a row that says what is stored already changes nothing."""
        new = []
        # Rows that say the same are changed together: most of a checklist does.
        alike: dict[tuple[str, str, str], list[int]] = {}
        for row in self.data.rows:
            stored = found.stored.get(row.item)
            if stored and (stored.result, stored.text) == (row.result.value, row.text):
                continue
            item_class = found.points[row.item].item_class
            if stored:
                alike.setdefault((item_class, row.result.value, row.text), []).append(stored.pk)
                continue
            new.append(
                Finding(
                    inspection=self.case,
                    item=row.item,
                    item_class=item_class,
                    result=row.result,
                    text=row.text,
                    found_by=self.actor,
                    found_at=self.at,
                )
            )
        for (item_class, result, text), pks in alike.items():
            Finding.objects.filter(pk__in=pks).update(
                item_class=item_class, result=result, text=text, found_by=self.actor, found_at=self.at
            )
        Finding.objects.bulk_create(new)
        return Change(self.case, {"results": {row.item: row.result.value for row in self.data.rows}})


def _clash(row: Row, stored: Finding | None) -> bool:
    if row.known_result is None:
        return False
    now = (stored.result, stored.text) if stored else ("", "")
    known = (row.known_result, row.known_text or "")
    return now != known and now != (row.result.value, row.text)
