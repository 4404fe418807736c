"""Evidence with who, when and where, and the party's confirmation (CQ 38)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.sniff import LIMITS, MEGABYTE, kind_of, taken_at
from zhuangjian.apps.evidence.models import Evidence, Unconfirmed
from zhuangjian.apps.inspections.models import Finding, Inspection, Stage
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import Adding, Step
from zhuangjian.apps.inspections.who import NOT_BEGUN, TEAM, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.kernel.asking import Actor, Included, all_of
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.states import holds

FOLDER = "evidence"
CLOCKS_DIFFER = timedelta(minutes=10)
OVER = (
    Stage.TO_SUBMIT,
    Stage.EVALUATING,
    Stage.ASSESSING,
    Stage.DELIVERED,
    Stage.CLOSED,
    Stage.ESCALATED,
    Stage.CANCELLED,
)
TAKING = (*EXAMINING, Stage.CLOSING, Stage.CONCLUDED)
KINDS = {"photo": "照片", "video": "录像", "audio": "录音", "document": "文件"}


class AddEvidence(Step[Finding | None]):
    """Keep one file with its digest. Capture, receipt and the photo's own time are three different times."""

    name = "evidence.add"
    title = "上传证据"
    cites = "evidence"
    prepares_input = True
    who = TEAM
    when = at(*TAKING, early=NOT_BEGUN)
    # Known once the file is stored, which is before the ledger is taken.
    sha256 = ""

    class Input(Adding):
        """The file and what is known about it."""

        file: Upload = Field(title="文件", description="照片、录像、录音，或者 PDF、Word、Excel 文件")
        item: str = Field("", title="检查要点", max_length=10)
        captured_at: datetime | None = Field(None, title="采集时间", description="不填则用照片内记录的时间")
        note: str = Field(
            "", title="说明", description="拍的是什么，与照片一起印在记录的照片附页上", max_length=300
        )
        longitude: float | None = Field(
            None, title="经度", ge=-180, le=180, json_schema_extra={"widget": "hidden"}
        )
        latitude: float | None = Field(
            None, title="纬度", ge=-90, le=90, json_schema_extra={"widget": "hidden"}
        )
        confirmed_by: str = Field("", title="被检查对象确认人", max_length=60)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The checkpoints of the inspection that have a result."""
        rows = case.findings.order_by("pk")
        return {"item": [(f.item, f"第{f.item}项 {f.get_result_display()}") for f in rows]}

    def prepare(self) -> None:
        """A real, accepted, complete file: looked into and stored before the ledger is taken."""
        upload = self.data.file
        self.size = upload.size
        if not self.size:
            self.refuse("文件是空的，请重新选择。", "文件内容")
        found = kind_of(upload.opened())
        if found is None:
            self.refuse(
                f"“{self.data.file.name}”不是可接受的格式（按文件内容识别，与扩展名无关）。"
                "可上传 JPEG、PNG、WebP、HEIC 照片，MP4、MOV、WebM 录像，MP3、M4A、WAV、AMR、OGG 录音，"
                "PDF、Word、Excel、PowerPoint 文件（不含宏）。",
                "可接受格式的文件",
            )
        self.kind, self.media_type = found
        if self.size > LIMITS[self.kind]:
            most = LIMITS[self.kind] // MEGABYTE
            self.refuse(f"{KINDS[self.kind]}不能超过 {most} MB，这个文件有 {self.size / MEGABYTE:.1f} MB。")
        self.received = timezone.now()
        zone = timezone.get_current_timezone()
        self.exif = taken_at(upload.opened(), zone) if self.kind == "photo" else None
        self.captured = self._captured()
        self.check()
        self.sha256 = store.put(FOLDER, upload.opened())
        self.check()

    def check(self) -> Finding | None:
        """Tied to a checkpoint with a result, if to any; and not there twice."""
        finding = None
        if self.data.item:
            finding = self.case.findings.filter(item=self.data.item).first()
            if finding is None:
                self.refuse(f"第{self.data.item}项还没有检查结果，请先记录结果再上传证据。", "检查结果")
        twin = self.case.evidence.filter(sha256=self.sha256, finding=finding, withdrawn_at=None).first()
        if twin is not None:
            self.refuse(
                f"同一个文件已由{twin.taken_by}于 {said_time(twin.received_at)} 上传（{twin}），没有重复保存。"
                "要补充说明的，请在证据页修改说明。"
            )
        return finding

    def _captured(self) -> datetime:
        given = self.data.captured_at
        if given is not None and timezone.is_naive(given):
            given = timezone.make_aware(given)
        moment = given or self.exif or self.at
        if moment > self.received + CLOCKS_DIFFER:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"采集时间 {said_time(moment)} 晚于接收时间，请核对设备时钟。",
                "采集时间",
            )
        return moment

    def do(self, found: Finding | None) -> Change:
        """The bytes under their digest, and the row that says where they come from."""
        file = self.data.file
        evidence = Evidence.objects.create(
            inspection=self.case,
            finding=found,
            kind=self.kind,
            file_name=plain_name(file.name),
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
            captured_at=self.captured,
            received_at=self.received,
            exif_at=self.exif,
            longitude=self.data.longitude,
            latitude=self.data.latitude,
            taken_by=self.actor,
            note=self.data.note,
            confirmed_by=self.data.confirmed_by,
            confirmed_at=self.at if self.data.confirmed_by else None,
        )
        facts = {
            "inspection": self.case.public_id,
            "item": self.data.item,
            "sha256": self.sha256,
            "captured_at": self.captured.isoformat(),
            "received_at": self.received.isoformat(),
        }
        return Change(evidence, facts)


class TeamOf(Included[Evidence]):
    """The team of the inspection that the evidence belongs to."""

    def includes(self, person: Actor | None, case: Evidence) -> bool:
        """Whether the person is on the team of the inspection."""
        return TEAM.includes(person, case.inspection)

    def listed(self, case: Evidence) -> Q:
        """The team of the inspection, as a condition."""
        return TEAM.listed(case.inspection)

    def words(self, case: Evidence | None = None) -> str:
        """The team in Chinese, as for the inspection."""
        return TEAM.words()


STANDING = all_of(
    holds("没有撤回", lambda one: one.withdrawn_at is None, "这件证据已经撤回。"),
    holds(
        "检查记录还没有制作",
        lambda one: one.inspection.stage in TAKING,
        "检查记录已经制作，证据已随记录固定；确有错误的，请先撤回记录重做。",
    ),
)


class CaptionEvidence(Act[Evidence]):
    """Say what a piece of evidence shows: the record prints these words, never the name of a file alone."""

    name = "evidence.caption"
    title = "修改说明"
    cites = "evidence"
    who = TeamOf()
    when = STANDING

    class Input(Fields):
        """What the evidence shows, in a sentence."""

        note: str = Field(title="说明", min_length=2, max_length=300, description="拍的或者记的是什么")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Evidence) -> Values:
        """What is said so far."""
        return {"note": case.note}

    def do(self, found: None) -> Change:
        """The words on the evidence; the ledger keeps those before."""
        before, self.case.note = self.case.note, self.data.note
        self.case.save()
        return Change(self.case, {"sha256": self.case.sha256, "before": before, "note": self.data.note})


class WithdrawEvidence(Act[Evidence]):
    """Take back a piece that was uploaded by mistake, with the reason: the file stays, no paper shows it."""

    name = "evidence.withdraw"
    title = "撤回证据"
    cites = "evidence"
    who = TeamOf()
    when = STANDING

    class Input(Fields):
        """Why it is no evidence of this inspection."""

        reason: str = Field(title="撤回原因", min_length=4, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Marked as withdrawn; its bytes and its entry are kept."""
        self.case.withdrawn_at, self.case.withdrawn_by = self.at, self.actor
        self.case.withdrawn_reason = self.data.reason
        self.case.save()
        return Change(self.case, {"sha256": self.case.sha256, "reason": self.data.reason})


class ConfirmEvidence(Act[Evidence]):
    """Somebody of the party signs or seals for a piece of evidence, or it is noted why nobody does."""

    name = "evidence.confirm"
    title = "登记被检查对象确认"
    cites = "evidence"
    who = TeamOf()
    when = all_of(
        holds("没有撤回", lambda one: one.withdrawn_at is None, "这件证据已经撤回。"),
        holds(
            "还没有登记确认",
            lambda one: not (one.confirmed_by or one.unconfirmed),
            lambda one: f"已登记{one.get_unconfirmed_display() or f'由{one.confirmed_by}确认'}。",
        ),
        holds(
            "记录还没有交付", lambda one: one.inspection.stage not in OVER, "记录已经交付，不能再登记确认。"
        ),
    )

    class Input(Fields):
        """The name of the person of the party who confirmed it; or why nobody did."""

        confirmed_by: str = Field("", title="确认人", max_length=60)
        unconfirmed: Unconfirmed | None = Field(
            None, title="未经确认的原因", description="被检查对象拒绝确认或者无人可以确认的，在这里注明"
        )

    data: Input

    def check(self) -> None:
        """One of the two."""
        if bool(self.data.confirmed_by) == bool(self.data.unconfirmed):
            self.refuse("请填写确认人；没有确认的，注明原因。两项只填一项。", "确认人或者未经确认的原因")

    def do(self, found: None) -> Change:
        """Who confirmed it, or why nobody did, and when, on the evidence itself."""
        self.case.confirmed_by, self.case.confirmed_at = self.data.confirmed_by, self.at
        self.case.unconfirmed = self.data.unconfirmed or ""
        self.case.save()
        return Change(self.case, {"inspection": self.case.inspection.public_id, "sha256": self.case.sha256})


def plain_name(name: str) -> str:
    """The bare file name without path or control characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(ch for ch in bare if ch.isprintable())[:200] or "文件"
