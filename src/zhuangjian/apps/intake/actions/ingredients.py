"""Bringing in a list of ingredients: reference data with a date, never part of the program."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.ingredient_lists import written
from zhuangjian.apps.intake.models import IngredientList
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.intake.reference import read_reference
from zhuangjian.apps.intake.tables import digest_of
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Conflict, Upload
from zhuangjian.engines.ingredients import Kind
from zhuangjian.kernel.states import always


class ImportIngredientList(Act[None]):
    """Keep a list of ingredients (the used-ingredient catalogue, maxima, prohibited, names, a foreign list) from a day on."""

    name = "intake.import_list"
    title = "导入原料清单"
    cites = "integration"
    model = IngredientList
    creates = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The file, what it is, and from when it counts."""

        file: Upload = Field(title="清单文件", description="CSV、TSV、XLSX 或 JSON Lines，可用 gzip 压缩")
        kind: str = Field("", title="种类", max_length=12, description="不填则按表头识别")
        title: str = Field(
            "", title="名称", max_length=120, description="不填则用文件名；同名的新一版取代旧的"
        )
        effective_from: date = Field(title="自何日起")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """What a list can be."""
        return {"kind": [("", "按表头识别"), *Kind.choices()]}

    def prepare(self) -> None:
        """Read the list: nobody waits for that."""
        kinds = {str(kind) for kind in Kind}
        if self.data.kind and self.data.kind not in kinds:
            self.refuse(f"没有“{self.data.kind}”这种清单。", f"种类应为 {'、'.join(sorted(kinds))}")
        path = files.lying(self.data.file)
        kind = Kind(self.data.kind) if self.data.kind else None
        self.listed = read_reference(path, kind, self.data.title or self.data.file.name[:120])
        self.digest, self.content = digest_of(path), written(self.listed)

    def check(self) -> None:
        """The same list has not been brought in before for that day."""
        same = IngredientList.objects.unrestricted().filter(
            kind=str(self.listed.kind),
            title=self.listed.title,
            effective_from=self.data.effective_from,
            digest=self.digest,
        )
        if same.exists():
            raise Conflict("这份清单已经导入过，没有重复保存。")

    def do(self, found: None) -> Change:
        """The list is kept and counts from its day on."""
        row = IngredientList.objects.create(
            kind=str(self.listed.kind),
            title=self.listed.title,
            effective_from=self.data.effective_from,
            digest=self.digest,
            file_name=self.data.file.name[:200],
            count=len(self.listed.entries),
            content=self.content,
            imported_by=self.person,
            imported_at=self.at,
        )
        facts = {"kind": row.kind, "title": row.title, "digest": row.digest, "count": row.count}
        return Change(row, facts | {"effective_from": row.effective_from})
