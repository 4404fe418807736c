"""What the enterprise hands in: a report in four parts, or a plan where it cannot be done in time (CQ 19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.documents import store
from zhuangjian.apps.evidence.sniff import kind_of
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.apps.rectification import steps, turns
from zhuangjian.apps.rectification.actions.common import AREA, RectificationAct
from zhuangjian.apps.rectification.models import Rectification, RectificationStage, Report
from zhuangjian.apps.rectification.revocation import owe_revocation
from zhuangjian.apps.rectification.who import PARTY, at

LONGEST = 8000
LARGEST = 20 * 1024 * 1024
FORMATS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG 照片",
    "image/png": "PNG 图片",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（.docx）",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel（.xlsx）",
}


def _part(title: str, hint: str) -> Any:
    return Field(title=title, description=hint, min_length=1, max_length=LONGEST, json_schema_extra=AREA)


def media_type(upload: Upload) -> str:
    """What the file is by its own bytes, whatever its name says; empty when it is nothing known."""
    found = kind_of(upload.opened())
    return found[1] if found else ""


class _Parts(Fields):
    """The parts that a report and a plan have in common."""

    main_problems: str = _part("存在的主要问题", "逐项写明检查发现的缺陷")
    investigation: str = _part("问题调查分析与风险评估", "原因是什么，涉及哪些产品和批次，风险有多大")
    risk_control: str = _part("风险控制措施", "整改期间已经采取的措施，例如暂停使用、封存、召回")


class _Submit(RectificationAct):
    """What report and plan have in common: who hands them in, and their attachments."""

    who = PARTY
    guards = ()
    prepares_input = True
    data: SubmitReport.Input | SubmitPlan.Input

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The deficiencies as the record lists them."""
        found = standing(case.inspection) if case.inspection_id else []
        return {"main_problems": "\n".join(f"{d.no}. {d.text}" for d in found)}

    def prepare(self) -> None:
        """The attachments: looked into and stored before the ledger is taken."""
        self.checked()
        self.files: list[tuple[str, store.Stored]] = []
        for upload in self.data.attachments:
            kind = media_type(upload)
            if kind not in FORMATS:
                self.refuse(
                    f"附件“{upload.name}”的内容不是可以接收的格式。",
                    f"附件应为 {'、'.join(FORMATS.values())}",
                )
            if upload.size > LARGEST:
                self.refuse(f"附件“{upload.name}”超过 20 MB。", "不超过 20 MB 的附件")
            self.files.append((kind, store.stored("documents", upload.opened())))

    def keep(self, kind: str, **fields: object) -> Report:
        """Store what was handed in, with its attachments."""
        no = self.case.reports.count() + 1
        pairs = zip(self.data.attachments, self.files, strict=True)
        attachments = [self._attach(upload, kind, file, no) for upload, (kind, file) in pairs]
        return Report.objects.create(
            rectification=self.case,
            no=no,
            kind=kind,
            main_problems=self.data.main_problems,
            investigation=self.data.investigation,
            risk_control=self.data.risk_control,
            attachments=attachments,
            submitted_by=self.actor,
            submitted_at=self.at,
            late=self.today > self.case.limit,
            **fields,
        )

    def _attach(self, upload: Upload, kind: str, file: store.Stored, no: int) -> dict[str, str]:
        document = store.keep_document(
            self.case,
            "rectification_attachment",
            f"第{no}次报送附件：{upload.name}"[:200],
            file,
            kind,
            by=self.person,
            at=self.at,
            for_party=True,
        )
        return {"name": upload.name, "sha256": document.digest}


class SubmitReport(_Submit):
    """报送整改报告（四部分齐全）；逾期的照收，并注明逾期。"""

    name = "rectification.submit_report"
    title = "报送整改报告"
    when = at(RectificationStage.ISSUED, RectificationStage.PLANNED, RectificationStage.RETURNED)
    answers = turns.WITH_PARTY

    class Input(_Parts):
        """The four parts of a report that CQ 19 asks for, and what is attached."""

        effect: str = _part("整改后效果", "现在是什么状态，怎样证明已经改好、不再发生")
        attachments: list[Upload] = Field(
            default=[], title="附件", description="照片、记录、检验报告等，可选多个", max_length=20
        )

    data: Input

    def do(self, found: None) -> Change:
        """The report; the authority's turn."""
        report = self.keep("report", effect=self.data.effect)
        moved = self.move(RectificationStage.REPORTED)
        self.owe(turns.RECHECK, moved)
        owe_revocation(self, moved.inspection)
        return Change(moved, {"report": report.no, "late": report.late, "attachments": report.attachments})


class SubmitPlan(_Submit):
    """无法按期完成的，在期限内报送整改计划，写明步骤和完成日期。"""

    name = "rectification.submit_plan"
    title = "报送整改计划"
    when = at(RectificationStage.ISSUED, RectificationStage.RETURNED)
    answers = turns.WITH_PARTY

    class Input(_Parts):
        """Three parts that are known already, and the plan for what is not done yet."""

        covers: list[int] = Field(title="不能按期完成的缺陷", min_length=1)
        plan_steps: str = _part("整改计划", "分几步、各由谁在什么时候完成")
        plan_until: date = Field(title="计划完成日期")
        attachments: list[Upload] = Field(default=[], title="附件", max_length=20)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """The deficiencies that stand, by number and text."""
        found = standing(case.inspection) if case.inspection_id else []
        return {"covers": [(d.no, f"{d.no}. {d.text}") for d in found]}

    def check(self) -> None:
        """In time, for deficiencies that exist, until a day after the due date."""
        case = self.case
        if self.today > case.limit:
            self.refuse(
                f"整改期限（{case.limit.isoformat()}）已过，不能再以整改计划代替，请直接报送整改报告。",
                "整改报告",
            )
        if self.data.plan_until <= case.limit:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"计划完成日期应晚于整改期限（{case.limit.isoformat()}）；能在期限内完成的，请直接报送整改报告。",
                "晚于整改期限的计划完成日期",
            )
        known = set(standing(case.inspection).values_list("no", flat=True))
        if unknown := sorted(set(self.data.covers) - known):
            self.refuse(f"检查记录中没有序号为{'、'.join(map(str, unknown))}的缺陷。", "有效的缺陷序号")

    def do(self, found: None) -> Change:
        """The plan; the enterprise goes on until the plan's day."""
        report = self.keep(
            "plan",
            covers=sorted(set(self.data.covers)),
            plan_steps=self.data.plan_steps,
            plan_until=self.data.plan_until,
        )
        moved = self.move(RectificationStage.PLANNED, plan_until=self.data.plan_until)
        steps.ask_party(self, moved, "按整改计划完成整改并报送整改报告", "报送整改计划", moved.limit)
        facts = {"report": report.no, "plan_until": self.data.plan_until}
        return Change(moved, facts | {"covers": report.covers, "attachments": report.attachments})
