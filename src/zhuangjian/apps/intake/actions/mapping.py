"""Editing which column of a source is which fact."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake.actions.load import TITLES, Source
from zhuangjian.apps.intake.mapping import SourceMapping, current, parse_mapping
from zhuangjian.apps.intake.models import MappingVersion
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Conflict
from zhuangjian.kernel.states import always


class EditMapping(Act[None, SourceMapping]):
    """Store a new version of a source's mapping; earlier batches keep the one they were read with."""

    name = "intake.edit_mapping"
    title = "保存对照表"
    cites = "integration"
    model = MappingVersion
    creates = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The whole mapping as YAML, and the version that it was made from."""

        source: Source = Field(title="来源")
        text: str = Field(
            title="对照表（YAML）",
            min_length=1,
            max_length=50_000,
            json_schema_extra={"widget": "textarea", "rows": 24},
        )
        note: str = Field("", title="修改说明", max_length=300)
        based_on: int | None = Field(None, title="所改版本", json_schema_extra={"widget": "hidden"})

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """Sources by their Chinese names."""
        return {"source": list(TITLES.items())}

    def check(self) -> SourceMapping:
        """The text is a usable mapping, differs from the one in use, and nobody changed that meanwhile."""
        now = current(self.data.source)
        if self.data.based_on is not None and self.data.based_on != now.version:
            raise Conflict("在您修改期间，其他人已保存了新的对照表，您的提交没有保存。请刷新页面后再改。")
        text = self.data.text.replace("\r\n", "\n").rstrip() + "\n"
        given = parse_mapping(text, self.data.source)
        if text == now.text:
            self.refuse("内容与现用对照表相同，没有需要保存的改动。")
        return given

    def do(self, found: SourceMapping) -> Change:
        """The next version, used from the next file on."""
        row = MappingVersion.objects.create(
            source=self.data.source,
            number=current(self.data.source).version + 1,
            text=found.text,
            digest=found.digest,
            note=self.data.note,
            made_by=self.person,
            made_at=self.at,
        )
        return Change(row, {"source": row.source, "number": row.number, "digest": row.digest})
