"""Editing which column of a source is which fact."""

from __future__ import annotations

from typing import Any

from django.db import models
from pydantic import Field

from zhuangjian.apps.intake.actions.load import TITLES, Source
from zhuangjian.apps.intake.mapping import current, parse_mapping
from zhuangjian.apps.intake.models import MappingVersion
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.action import Action, Conflict, Input
from zhuangjian.kernel.states import always


class EditMapping(Action[MappingVersion]):
    """Store a new version of a source's mapping; earlier batches keep the one they were read with."""

    name = "intake.edit_mapping"
    title = "保存对照表"
    cites = "integration"
    model = MappingVersion
    creates = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Input):
        """The whole mapping as YAML."""

        source: Source = Field(title="来源")
        text: str = Field(
            title="对照表（YAML）",
            min_length=1,
            max_length=50_000,
            json_schema_extra={"widget": "textarea", "rows": 24},
        )
        note: str = Field("", title="修改说明", max_length=300)
        based_on: int | None = Field(None, title="所改版本", json_schema_extra={"widget": "hidden"})

    @classmethod
    def choices(cls, person: Any, target: Any) -> dict[str, list[tuple[Any, str]]]:
        """Sources by their Chinese names."""
        return {"source": list(TITLES.items())}

    def check(self) -> None:
        """The text is a usable mapping, differs from the one in use, and nobody changed that meanwhile."""
        now = current(self.data.source)
        if self.data.based_on is not None and self.data.based_on != now.version:
            raise Conflict("在您修改期间，其他人已保存了新的对照表，您的提交没有保存。请刷新页面后再改。")
        parse_mapping(self._text(), self.data.source)
        if self._text() == now.text:
            self.refuse("内容与现用对照表相同，没有需要保存的改动。")

    def _text(self) -> str:
        return str(self.data.text).replace("\r\n", "\n").rstrip() + "\n"

    def execute(self) -> models.Model:
        """Store the version."""
        now = current(self.data.source)
        text = self._text()
        self.row = MappingVersion.objects.create(
            source=self.data.source,
            number=now.version + 1,
            text=text,
            digest=parse_mapping(text, self.data.source).digest,
            note=self.data.note,
            made_by=self.person,
            made_at=self.at,
        )
        return self.row

    def facts(self) -> dict[str, Any]:
        """Source, version and digest."""
        return {"source": self.row.source, "number": self.row.number, "digest": self.row.digest}
