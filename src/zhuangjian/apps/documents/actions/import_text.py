"""Importing the official wording, which stands beside our own summary of each article."""

from __future__ import annotations

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.documents.models import OfficialText
from zhuangjian.apps.documents.texts import keep
from zhuangjian.apps.ledger import action
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Conflict
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.text.fitting import known_documents, must_fit
from zhuangjian.engines.text.parse import parse_text
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always

LARGEST = 10 * 1024 * 1024


def documents() -> list[tuple[str, str]]:
    """(code, title) of the documents that this region's pack implements: another region's is no law here."""
    here = pack_for(settings.REGION).documents
    return [(code, entry.title) for code, entry in known_documents().items() if code in here]


class ImportText(Act[None]):
    """导入官方文件，按条（部分、项）解析后作为一个版本保存，与规则并排显示。"""

    name = "documents.import_text"
    title = "导入法规原文"
    model = OfficialText
    creates = True
    who = holders("计划管理员或者系统管理员", Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR)
    when = always

    class Input(Fields):
        """The file and which document it is."""

        document: str = Field(title="文件", min_length=1, max_length=20)
        file: action.Upload = Field(title="官方文件", description="从官方网站下载的 .txt 或 .docx")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The documents of the packs."""
        return {"document": [(code, f"{code} {title}") for code, title in documents()]}

    def prepare(self) -> None:
        """A known document and a readable file of its kind."""
        known = dict(documents())
        if self.data.document not in known:
            self.refuse(f"没有代号为“{self.data.document}”的文件。", f"文件代号应为 {'、'.join(known)}")
        if self.data.file.size > LARGEST:
            self.refuse("文件超过 10 MB，不像是法规文本，请核对。")
        self.parsed = parse_text(self.data.file.opened().read(), self.data.file.name, self.data.document)
        must_fit(self.parsed, self.data.document)

    def check(self) -> None:
        """The same wording has not been imported before."""
        digest = self.parsed.digest.removeprefix("sha256:")
        if OfficialText.objects.filter(document=self.data.document, digest=digest).exists():
            raise Conflict("这份原文与已导入的一个版本内容完全相同，没有重复保存。")

    def do(self, found: None) -> Change:
        """The wording is kept as a new version of the document."""
        row, _ = keep(self.parsed, self.data.file.name)
        facts = {
            "document": self.data.document,
            "digest": self.parsed.digest,
            "source": self.parsed.source_digest,
            "warnings": list(self.parsed.warnings),
        }
        return Change(row, facts)
