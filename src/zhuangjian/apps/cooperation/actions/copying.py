"""What a public register shows is fixed as a copy instead of being asked for (CQ 44)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.cooperation.actions.common import party_called, unit_of
from zhuangjian.apps.cooperation.law import rule_of
from zhuangjian.apps.cooperation.models import Method, PublicCopy
from zhuangjian.apps.cooperation.who import WRITERS
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.sniff import LIMITS, MEGABYTE, kind_of
from zhuangjian.apps.enforcement.actions.bundle import FOLDER
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.states import always


class FixCopy(Act[None, Inspection | None]):
    """能从政府网站查询的信息，打印、拍照或者录像固定，不必请求协查。"""

    name = "cooperation.fix_copy"
    title = "固定公开信息"
    cites = "assistance"
    model = PublicCopy
    creates = True
    prepares_input = True
    who = WRITERS
    when = always

    class Input(Fields):
        """What, of whom, from where, and the file."""

        info: str = Field(title="信息", min_length=2, max_length=60)
        about: str = Field(
            title="查询对象", min_length=2, max_length=200, description="企业或者产品的名称、编号"
        )
        source: str = Field(title="出处", min_length=2, max_length=300, description="网站名称和网址")
        method: Method = Field(title="固定方式")
        taken_at: datetime | None = Field(None, title="固定时间", description="不填为现在")
        inspection: str = Field("", title="检查编号", max_length=40)
        file: Upload = Field(title="文件", description="打印件的 PDF、照片或者录像")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """What the pack names, where it names any."""
        rule = rule_of(LetterKind.ASSISTANCE)
        return {"info": [(one, one) for one in rule.public]} if rule and rule.public else {}

    def prepare(self) -> None:
        """A complete file of an accepted kind, stored before the ledger is taken."""
        upload = self.data.file
        self.size = upload.size
        found = kind_of(upload.opened()) if self.size else None
        if found is None or found[0] == "audio":
            self.refuse(
                "文件是空的，或者不是照片、录像、PDF 等可接受的格式。", "可接受格式的文件", article=""
            )
        kind, self.media_type = found
        if self.size > LIMITS[kind]:
            self.refuse(f"文件不能超过 {LIMITS[kind] // MEGABYTE} MB。", article="")
        self.sha256 = store.put(FOLDER, upload.opened())

    def check(self) -> Inspection | None:
        """One's own inspection, if any; a time that has come."""
        if self._taken() > self.at:
            refuse_by_practice("plausible_dates", self.at, "固定时间晚于现在，请改正。", "有效的固定时间")
        if not self.data.inspection:
            return None
        row = Inspection.objects.visible_to(self.person).filter(number=self.data.inspection).first()
        if row is None:
            self.refuse("没有找到这一检查编号，或者您无权查看。", "检查编号", article="")
        found: Any = Inspection.objects.unrestricted().get(pk=row.pk)
        return found if isinstance(found, Inspection) else None

    def _taken(self) -> datetime:
        given = self.data.taken_at or self.at
        return timezone.make_aware(given) if timezone.is_naive(given) else given

    def do(self, found: Inspection | None) -> Change:
        """The copy, by its digest."""
        data = self.data
        row = PublicCopy.objects.create(
            authority=unit_of(self),
            inspection=found,
            party=found.party if found else party_called(self.person, data.about),
            taken_at=self._taken(),
            taken_by=self.actor,
            file_name=data.file.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
            **data.model_dump(include={"info", "about", "source", "method"}),
        )
        return Change(row, {"sha256": row.sha256})
