"""What is shown of the bank, of examinations and of certificates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.training.models import (
    Audience,
    Certificate,
    Exam,
    ExamStage,
    Item,
    ItemVersion,
    Question,
    Sitting,
    SittingStage,
    VersionStage,
)
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of
from zhuangjian.kernel.usual import named, stage_column, termed

EXAM_TONES = {ExamStage.DRAFT: "warn", ExamStage.OPEN: "ok", ExamStage.CLOSED: "off"}
VERSION_TONES = {
    VersionStage.DRAFT: "warn",
    VersionStage.APPROVED: "ok",
    VersionStage.REPLACED: "off",
    VersionStage.RETIRED: "off",
}


def exam_stage(row: Exam) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), EXAM_TONES[ExamStage(row.stage)]


def version_stage(row: ItemVersion) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), VERSION_TONES[VersionStage(row.stage)]


def sitting_stage(row: Sitting) -> tuple[str, str]:
    """Whether it runs, passed or failed, with its colour."""
    if row.stage == SittingStage.RUNNING:
        return row.get_stage_display(), "wait"
    return ("合格", "ok") if row.passed else ("不合格", "bad")


def topics(row: Exam) -> str:
    """How many questions of which topic."""
    return "，".join(f"{topic} {number} 题" for topic, number in row.wanted.items())


def _items(person: Any) -> QuerySet[Item]:
    return Item.objects.visible_to(person).prefetch_related("versions")


def _newest(row: Item) -> ItemVersion | None:
    return next(iter(sorted(row.versions.all(), key=lambda one: -one.no)), None)


def newest_stage(row: Item) -> tuple[str, str]:
    """The stage of the newest version with its colour."""
    newest = _newest(row)
    return version_stage(newest) if newest else ("", "off")


def _said(name: str) -> Any:
    def read(row: Item) -> str:
        newest = _newest(row)
        return (
            str(getattr(newest, name)() if callable(getattr(newest, name)) else getattr(newest, name))
            if newest
            else ""
        )

    return read


ITEMS = Sheet(
    "training_items",
    "题库",
    (
        Column(
            "no",
            "题号",
            "no",
            sort="no",
            link=lambda row: row.get_absolute_url(),
            api={"id": Datum(UUID, "public_id"), "no": Datum(int, "no"), "version": Datum(int, "version")},
        ),
        Column("topic", "主题", "topic", sort="topic", fact=True, api=str),
        Column("stem", "题干", _said("stem"), api=str),
        Column("kind", "题型", _said("get_kind_display"), api=str),
        Column(
            "stage",
            "最新一版",
            _said("get_stage_display"),
            status=newest_stage,
            api=str,
        ),
        fact(
            "versions",
            "各版",
            lambda row: row.versions.count(),
            drawn=False,
            api={
                "versions": rows_of(
                    ItemVersion,
                    "item",
                    "ItemVersionOut",
                    "no",
                    id=Datum(UUID, "public_id"),
                    no=int,
                    kind=str,
                    stem=str,
                    options=list[str],
                    key=list[int],
                    grounds=str,
                    expert=str,
                    source=str,
                    stage=str,
                )
            },
        ),
    ),
    (
        Filter("q", "题干或主题", contains("topic", "versions__stem")),
        Filter("stage", "状态", "versions__stage", "choice", lambda _: VersionStage.choices()),
    ),
    sort="no",
    model=Item,
    empty="题库还没有题目。",
    rows=_items,
    reading=Reading(
        "training/items",
        "培训考核",
        "ItemOut",
        "题库",
        "一道题目",
        ("zhuangjian_api_training_items", "zhuangjian_api_training_item"),
        one_schema="ItemDetail",
        words="Questions of the bank of one's own authority.",
        one_words="One question with its versions and keys.",
    ),
)


def _exams(person: Any) -> QuerySet[Exam]:
    return Exam.objects.visible_to(person).select_related("authority")


EXAMS = Sheet(
    "training_exams",
    "考试",
    (
        named(),
        stage_column(exam_stage),
        termed("audience", "对象", fact=True),
        Column(
            "opens_at", "可以开始", "opens_at", sort="opens_at", css="text-nowrap", fact=True, api=datetime
        ),
        Column(
            "closes_at", "截止", "closes_at", sort="closes_at", css="text-nowrap", fact=True, api=datetime
        ),
        Column("minutes", "时长（分钟）", "minutes", sort="minutes", fact=True, api=int),
        Column("asked", "题数", "asked", api=int),
        fact("wanted", "抽题", topics, api={"wanted": Datum(dict[str, int], "wanted")}),
        fact("mark", "合格分", "mark", api=int),
        fact("attempts", "次数", "attempts", api=int),
        fact("valid_years", "合格证有效年数", "valid_years", api=int),
        fact("authority", "组织单位", lambda row: str(row.authority), api=str),
    ),
    (
        Filter("q", "名称", contains("title")),
        Filter("stage", "状态", "stage", "choice", lambda _: ExamStage.choices()),
        Filter("audience", "对象", "audience", "choice", lambda _: Audience.choices()),
    ),
    sort="-opens_at",
    model=Exam,
    empty="没有考试。",
    rows=_exams,
    reading=Reading(
        "training/exams",
        "培训考核",
        "ExamOut",
        "考试列表",
        "一场考试",
        ("zhuangjian_api_training_exams", "zhuangjian_api_training_exam"),
        one_schema="ExamDetail",
        words="Examinations that the person may sit or holds.",
        one_words="One examination.",
    ),
)


def _sittings(person: Any) -> QuerySet[Sitting]:
    return Sitting.objects.visible_to(person).select_related("exam", "person", "person__authority")


SITTINGS = Sheet(
    "training_sittings",
    "应考",
    (
        Column(
            "person",
            "考生",
            "person.name",
            sort="person__name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "person": Datum(str, "person.name"),
                "version": Datum(int, "version"),
            },
        ),
        Column("unit", "单位", lambda row: str(row.person.authority or "企业"), api=str),
        Column(
            "exam",
            "考试",
            "exam.title",
            sort="exam__title",
            fact=True,
            api={"exam": Datum(str, "exam.title"), "exam_id": Datum(UUID, "exam.public_id")},
        ),
        termed("stage", "状态", status=sitting_stage),
        Column(
            "points",
            "得分",
            "points",
            sort="points",
            fact=True,
            api={
                "points": Datum(int | None, "points"),
                "passed": Datum(bool | None, "passed"),
                "right": Datum(int | None, "right"),
            },
        ),
        Column(
            "started_at",
            "开始时间",
            "started_at",
            sort="started_at",
            css="text-nowrap",
            fact=True,
            api=datetime,
        ),
        fact("ends_at", "截止时间", "ends_at", api=datetime),
        fact(
            "finished_at",
            "交卷时间",
            "finished_at",
            left_out=True,
            api={"finished_at": Datum(datetime | None, "finished_at")},
        ),
        fact(
            "questions",
            "考题",
            lambda row: row.questions.count(),
            drawn=False,
            api={
                "questions": rows_of(
                    Question,
                    "sitting",
                    "QuestionOut",
                    "no",
                    id=Datum(UUID, "public_id"),
                    no=int,
                    kind=str,
                    stem=str,
                    options=list[str],
                    chosen=list[int] | None,
                )
            },
        ),
    ),
    (
        Filter("q", "考生或考试", contains("person__name", "exam__title")),
        Filter("stage", "状态", "stage", "choice", lambda _: SittingStage.choices()),
    ),
    sort="-started_at",
    model=Sitting,
    empty="没有应考。",
    rows=_sittings,
    reading=Reading(
        "training/sittings",
        "培训考核",
        "SittingOut",
        "应考列表",
        "一次应考",
        ("zhuangjian_api_training_sittings", "zhuangjian_api_training_sitting"),
        one_schema="SittingDetail",
        words="Sittings: one's own, of one's people, and of what one holds.",
        one_words="One sitting; its questions only for who sits it, and never their keys.",
    ),
)


def _certificates(person: Any) -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(person).select_related("person", "sitting__exam__authority")


def certificate_state(row: Certificate) -> tuple[str, str]:
    """Whether it holds today, with its colour."""
    return row.state(timezone.localdate())


CERTIFICATES = Sheet(
    "training_certificates",
    "培训合格证",
    (
        Column(
            "code",
            "证书编号",
            "code",
            sort="code",
            link=lambda row: row.get_absolute_url(),
            css="text-nowrap",
            api={
                "id": Datum(UUID, "public_id"),
                "code": Datum(str, "code"),
                "version": Datum(int, "version"),
            },
        ),
        Column("person", "持证人", "person.name", sort="person__name", fact=True, api=str),
        Column("title", "名称", "title", sort="title", fact=True, api=str),
        Column("state", "状态", lambda row: certificate_state(row)[0], status=certificate_state, api=str),
        Column(
            "issued_on", "发证日期", "issued_on", sort="issued_on", css="text-nowrap", fact=True, api=date
        ),
        Column("valid_to", "有效期止", "valid_to", sort="valid_to", css="text-nowrap", fact=True, api=date),
        fact("authority", "发证单位", lambda row: str(row.sitting.exam.authority), api=str),
    ),
    (Filter("q", "持证人或编号", contains("person__name", "code", "title")),),
    sort="-issued_on",
    model=Certificate,
    empty="没有合格证。",
    rows=_certificates,
    reading=Reading(
        "training/certificates",
        "培训考核",
        "CertificateOut",
        "培训合格证列表",
        "一张培训合格证",
        ("zhuangjian_api_training_certificates", "zhuangjian_api_training_certificate"),
        words="Certificates: one's own, of one's people, and issued by one's authority.",
        one_words="One certificate and whether it holds.",
    ),
)
