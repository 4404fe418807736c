"""What stands where: each document as a title and sections of a few kinds of block, shared by PDF and .docx."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from zhuangjian.apps.documents.render import contexts as c

Kind = Literal["facts", "paragraphs", "table", "entries", "judgement", "signatures", "closing", "photos"]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its heading, the row's key, its share of the width, and whether it is centred."""

    title: str
    key: str
    share: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind, the key of its data, and what is said when there is none."""

    kind: Kind
    key: str
    columns: tuple[Column, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with one block; left out altogether when optional and empty. No heading, no number."""

    title: str
    block: Block
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A document: the class of its context, its title, its sections in order, and the form that it is set in.

    A letter has no sections: the order of its parts is fixed by the standard.
    """

    context: type[c.Document]
    title: str
    sections: tuple[Section, ...] = ()
    form: Literal["document", "letter"] = "document"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form for the typesetter."""
        return {"title": self.title, "sections": [asdict(section) for section in self.sections]}


def _progress(what: str) -> tuple[Column, ...]:
    """A programme's figures by one thing."""
    return (
        Column(what, "name", 4.4),
        Column("计划", "plan", 1.1, True),
        Column("完成", "done", 1.1, True),
        Column("未完成", "open", 1.3, True),
        Column("其中逾期", "late", 1.5, True),
        Column("合并", "merged", 1.1, True),
        Column("取消", "cancelled", 1.1, True),
    )


_DEFICIENCIES: Final = (
    Column("序号", "index", 0.95, True),
    Column("条款", "checkpoint_no", 0.9, True),
    Column("类别", "item_class", 1.82, True),
    Column("不符合事实描述", "text", 5.83),
    Column("证据", "evidence", 2.1),
)
# A notice names the facts; what proves them stands in the record that the party holds.
_TOLD: Final = _DEFICIENCIES[:-1]
_CHECKS: Final = (
    Column("序号", "no", 0.85, True),
    Column("检查项目", "item", 4.6),
    Column("结果", "result", 1.1, True),
    Column("检查情况", "finding", 4.0),
)
_SCHEDULE: Final = (
    Column("时间", "when", 2.6),
    Column("工作内容", "what", 6.0),
    Column("承担人员", "who", 2.4),
)
_TEAM: Final = (
    Column("姓名", "name", 1.4, True),
    Column("职责", "role", 1.1, True),
    Column("单位", "unit", 4.0),
    Column("证件", "credentials", 4.0),
)
_ALTERED: Final = (
    Column("企业", "party", 4.0),
    Column("事项", "what", 3.4),
    Column("理由", "reason", 4.2),
)
_GRADES: Final = (
    Column("风险等级", "grade", 2.6, True),
    Column("检查", "inspections", 2.0, True),
    Column("有缺陷的检查", "faulty", 2.6, True),
    Column("缺陷（条）", "deficiencies", 2.2, True),
)
_FAULTS: Final = (
    Column("条款", "article", 1.9, True),
    Column("核对事项", "title", 1.9),
    Column("轻重", "severity", 0.8, True),
    Column("依据的事实", "evidence", 4.2),
    Column("应当", "remedy", 2.9),
)
_CHECKED: Final = (
    Column("条款", "article", 1.9, True),
    Column("核对事项", "title", 2.3),
    Column("依据的事实", "evidence", 7.5),
)
_ASKED: Final = (
    Column("序号", "no", 0.8, True),
    Column("要求提交或者说明的内容", "text", 4.6),
    Column("期限", "due", 1.7, True),
    Column("提交情况", "outcome", 1.6, True),
    Column("回执编号", "receipts", 2.4),
)
_NO_DEFICIENCY: Final = "本次检查未发现不符合项目。"
_FACTS: Final = Section("", Block("facts", "facts"))
_MEMBERS: Final = Section("检查人员", Block("table", "members", _TEAM, "未列明检查人员。"))
_STATEMENTS: Final = Section(
    "陈述申辩及核实情况", Block("entries", "statements", empty="被检查对象未提出陈述申辩。")
)
_HANDLING: Final = Section("处理意见或者建议", Block("paragraphs", "handling"), optional=True)
_SIGNATURES: Final = Section("签名", Block("signatures", "signatures", empty="尚未签名。"))


def _deficiencies(title: str) -> Section:
    return Section(title, Block("table", "deficiencies", _DEFICIENCIES, _NO_DEFICIENCY))


LAYOUTS: Final[dict[str, Layout]] = {
    "inspection_report": Layout(
        c.InspectionReport,
        "化妆品监督检查报告",
        (
            _FACTS,
            _MEMBERS,
            Section("检查情况", Block("paragraphs", "summary", empty="无补充说明。")),
            _deficiencies("发现的缺陷和问题"),
            _STATEMENTS,
            Section("检查结论", Block("judgement", "judgement", empty="尚未形成检查结论。")),
            _HANDLING,
            _SIGNATURES,
        ),
    ),
    "nonconformity_list": Layout(
        c.NonconformityList,
        "化妆品监督检查不合格项目表",
        (_FACTS, _deficiencies("不合格项目"), _STATEMENTS, _SIGNATURES),
    ),
    "photo_appendix": Layout(
        c.PhotoAppendix,
        "现场检查照片附页",
        (_FACTS, Section("照片", Block("photos", "photos"))),
    ),
    "record_form": Layout(
        c.RecordForm,
        "化妆品现场检查记录表",
        (
            _FACTS,
            _MEMBERS,
            Section("检查项目及结果", Block("table", "rows", _CHECKS, "未使用检查项目清单。")),
            _deficiencies("发现的缺陷和问题"),
            _STATEMENTS,
            Section("检查结论", Block("judgement", "judgement"), optional=True),
            _HANDLING,
            _SIGNATURES,
        ),
    ),
    "off_site_record": Layout(
        c.OffSiteRecord,
        "化妆品非现场检查记录",
        (
            _FACTS,
            _MEMBERS,
            Section("要求提交的材料及提交情况", Block("table", "asked", _ASKED), optional=True),
            Section("远程检查经过", Block("entries", "sessions"), optional=True),
            Section("检查项目及结果", Block("table", "rows", _CHECKS, "未使用检查项目清单。")),
            _deficiencies("发现的缺陷和问题"),
            _STATEMENTS,
            Section("检查结论", Block("judgement", "judgement"), optional=True),
            _HANDLING,
            _SIGNATURES,
        ),
    ),
    "interview_transcript": Layout(
        c.InterviewTranscript,
        "化妆品现场检查笔录",
        (
            _FACTS,
            Section("告知事项", Block("paragraphs", "told", empty="未记录告知事项。")),
            Section("现场检查情况", Block("paragraphs", "observations", empty="未记录现场情况。")),
            Section("询问与回答", Block("entries", "turns"), optional=True),
            _STATEMENTS,
            _HANDLING,
            Section("阅看确认", Block("paragraphs", "confirmation")),
            _SIGNATURES,
        ),
    ),
    "rectification_notice": Layout(
        c.RectificationNotice,
        "限期整改通知书",
        (
            Section("", Block("paragraphs", "opening")),
            Section("存在的缺陷和问题", Block("table", "deficiencies", _TOLD, _NO_DEFICIENCY)),
            Section("整改要求", Block("paragraphs", "requirements")),
            Section("整改期限", Block("paragraphs", "due")),
            Section("权利告知", Block("paragraphs", "remedy"), optional=True),
            Section("", Block("closing", "closing")),
            Section("送达", Block("signatures", "signatures"), optional=True),
        ),
    ),
    "inspection_plan": Layout(
        c.InspectionPlan,
        "化妆品监督检查方案",
        (
            _FACTS,
            Section("检查事项", Block("paragraphs", "matters", empty="未列明检查事项。")),
            _MEMBERS,
            Section("日程安排", Block("table", "schedule", _SCHEDULE, "未列明日程。")),
            Section("工作纪律与要求", Block("paragraphs", "discipline"), optional=True),
            Section("变更记录", Block("paragraphs", "changes"), optional=True),
            Section("审批", Block("paragraphs", "approval")),
            Section("签名", Block("signatures", "signatures"), optional=True),
        ),
    ),
    "review_report": Layout(
        c.ReviewReport,
        "检查审核报告",
        (
            _FACTS,
            _MEMBERS,
            Section("检查发现的缺陷和问题", Block("paragraphs", "findings")),
            Section("书面询问和答复", Block("entries", "questions"), optional=True),
            Section("对检查程序和记录的审核意见", Block("paragraphs", "opinion")),
            Section("处理建议", Block("paragraphs", "handling")),
            Section("检查审核结论", Block("paragraphs", "conclusion")),
            Section("签名", Block("signatures", "signatures")),
        ),
    ),
    "review_question": Layout(
        c.ReviewQuestion,
        "检查记录内容确认函",
        (
            Section("", Block("paragraphs", "opening")),
            Section("需要进一步明确的内容", Block("paragraphs", "text")),
            Section("", Block("closing", "closing")),
            Section("被检查对象确认", Block("signatures", "signatures")),
        ),
    ),
    "file_check": Layout(
        c.FileCheck,
        "案卷评查表",
        (
            _FACTS,
            Section("评查结果", Block("paragraphs", "outcome")),
            Section("不符合", Block("table", "violated", _FAULTS, "没有发现不符合规定的事项。")),
            Section("无法判断", Block("table", "unclear", _CHECKED), optional=True),
            Section("符合", Block("table", "met", _CHECKED), optional=True),
            Section("不适用", Block("table", "nothing", _CHECKED), optional=True),
        ),
    ),
    "measure_order": Layout(
        c.MeasureOrder,
        "处理决定书",
        (
            Section("", Block("paragraphs", "opening")),
            Section("查明的情况", Block("paragraphs", "circumstances")),
            Section("决定", Block("paragraphs", "decision")),
            Section("要求", Block("paragraphs", "requirements"), optional=True),
            Section("权利告知", Block("paragraphs", "remedy"), optional=True),
            Section("", Block("paragraphs", "contact"), optional=True),
            Section("", Block("closing", "closing")),
            Section("送达", Block("signatures", "signatures"), optional=True),
        ),
    ),
    "measure_record": Layout(
        c.MeasureRecord,
        "记录",
        (
            _FACTS,
            Section("记录", Block("paragraphs", "body")),
            Section("承诺事项", Block("paragraphs", "commitments"), optional=True),
            Section("", Block("closing", "closing")),
            Section("签名", Block("signatures", "signatures"), optional=True),
        ),
    ),
    "programme_report": Layout(
        c.ProgrammeReport,
        "年度检查计划执行情况报告",
        (
            _FACTS,
            Section("总体情况", Block("paragraphs", "summary")),
            Section("按承办单位", Block("table", "units", _progress("承办单位"), "计划中没有检查任务。")),
            Section("按地区", Block("table", "regions", _progress("地区")), optional=True),
            Section("按检查类型", Block("table", "kinds", _progress("检查类型")), optional=True),
            Section("按企业类别", Block("table", "classes", _progress("企业类别")), optional=True),
            Section("合并的任务", Block("table", "merged", _ALTERED), optional=True),
            Section("取消的任务", Block("table", "cancelled", _ALTERED), optional=True),
            Section("变更日期的检查", Block("table", "moved", _ALTERED), optional=True),
            Section("检查发现的问题", Block("table", "grades", _GRADES, "还没有交付检查记录的检查。")),
            Section("存在的困难和问题", Block("paragraphs", "problems"), optional=True),
            Section("下一步安排", Block("paragraphs", "following"), optional=True),
            Section("", Block("closing", "closing")),
        ),
    ),
    "official_letter": Layout(c.OfficialLetter, "函", form="letter"),
}
