"""A letter, its receipt, an extension or an answer comes from another installation as a signed bundle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.cooperation.actions.common import arrive, party_called, unit_of
from zhuangjian.apps.cooperation.actions.send import answered, expect, extended
from zhuangjian.apps.cooperation.law import kinds, limit_of
from zhuangjian.apps.cooperation.models import Annex, Letter, LetterStage, Urgency
from zhuangjian.apps.cooperation.packing import FILE, SAID, What, said_in
from zhuangjian.apps.cooperation.who import WRITERS, waited_for
from zhuangjian.apps.documents import store
from zhuangjian.apps.enforcement.actions.bundle import FOLDER, stored_files
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.engines import bundle
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import BodyKind
from zhuangjian.kernel.states import always


@dataclass(frozen=True)
class Known:
    """The letter that a bundle is about, here already or none yet; whether the same bundle came before."""

    letter: Letter | None
    again: bool


class ReceiveLetter(Act[None, Known]):
    """核对并接收另一套系统发来的函件、收函回执、延期告知或者复函；同一份再次接收，不重复登记。"""

    name = "cooperation.receive"
    title = "接收函件"
    cites = "cross_region"
    model = Letter
    creates = True
    prepares_input = True
    who = WRITERS
    when = always

    class Input(Fields):
        """The file, and the key that the other authority has published."""

        file: Upload = Field(title="函件文件", description="没有加密的 .zip")
        public_key: str = Field(
            "",
            title="来文单位公布的公钥",
            max_length=64,
            description="十六进制 64 位。不填只能核对文件自身是否完整，不能确认由谁发出",
        )

    data: Input

    def prepare(self) -> None:
        """Every byte checked, and the annexes stored, before the ledger is taken."""
        own = keys.public_key_hex()
        with self.data.file.opened() as file:
            if bundle.encrypted(file):
                self.refuse("这一文件是加密的，请先解密。", article="")
            self.read = bundle.read(file, self.data.public_key)
            if not self.data.public_key and self.read.public_key == own:
                self.read = bundle.read(file, own)
            self.said = said_in(file, self.read)
            self.what = What(self.read.kind)
            _checked(self.said, self.what)
            stored_files(file, self.read)
            store.put(FOLDER, file)

    def check(self) -> Known:
        """A new letter, or one of ours that this answers; the body is one that was written to."""
        called, unit = UUID(self.said["letter"]), str(self.said["unit"])
        if unit != str(self.read.made["unit"]):
            self.refuse("文件中的发出单位前后不一致，不予接收。", article="")
        if self.what == What.LETTER:
            row = Letter.objects.unrestricted().filter(theirs=called, authority=self.actor.authority).first()
            if row is not None:
                return Known(row, True)
            names = [str(one.get("name")) for one in self.said["addressees"]]
            if (name := str(unit_of(self).name)) not in names:
                self.refuse(f"这一函件发给{'、'.join(names)}，不是发给{name}。", article="")
            return Known(None, False)
        letter = Letter.objects.visible_to(self.person).filter(public_id=called, direction="out").first()
        if letter is None:
            self.refuse("没有找到这一回复所对应的去函，或者您无权查看。", article="")
        letter = Letter.objects.unrestricted().get(pk=letter.pk)
        if not letter.addressees.filter(name=unit).exists():
            self.refuse(f"{letter.number}没有发给{unit}，不予接收。", article="")
        self._same_key(letter, unit)
        return Known(letter, self._again(letter, unit))

    def _same_key(self, letter: Letter, unit: str) -> None:
        """Once a body has answered under a key, nobody else answers in its name."""
        if letter.public_key and letter.public_key != self.read.public_key:
            self.refuse(f"这一文件的签名公钥与{unit}以前所用的不同，请向该单位核对后再接收。", article="")

    def _again(self, letter: Letter, unit: str) -> bool:
        if self.what == What.ANSWER:
            return letter.answers.filter(body_name=unit).exists()
        if self.what == What.EXTENSION:
            return letter.extensions.filter(body_name=unit, until=_day(self.said, "until")).exists()
        return letter.addressees.filter(name=unit).exclude(received_on=None).exists()

    def do(self, found: Known) -> Change:
        """The letter, or what came for it; nothing anew when it is here already."""
        told = {"sha256": self.read.digest, "what": self.what.value}
        if found.again and found.letter is not None:
            return Change(found.letter, told | {"again": True})
        if found.letter is None:
            return Change(self._entered(), told)
        letter, unit = found.letter, str(self.said["unit"])
        if letter.addressees.filter(second=False).count() == 1:
            letter.public_key = self.read.public_key
        if letter.stage != LetterStage.SENT or unit not in waited_for(letter):
            raise Refusal(f"{letter.number}现为“{letter.get_stage_display()}”，不再接收{self.what.label}。")
        if self.what == What.RECEIPT:
            expect(self, letter, unit, _day(self.said, "received_on"))
        elif self.what == What.EXTENSION:
            until, told_on = _day(self.said, "until"), _day(self.said, "told_on")
            extended(self, letter, unit, until, str(self.said["reason"]), told_on)
        else:
            day, number = _day(self.said, "answered_on"), str(self.said["number"])[:80]
            answered(self, letter, unit, number, day, str(self.said["text"]), trusted=self.read.trusted)
            self._annexes(letter, unit, of_answer=True)
        return Change(letter, told)

    def _entered(self) -> Letter:
        said, unit = self.said, unit_of(self)
        letter = Letter.objects.create(
            direction="in",
            stage=LetterStage.RECEIVED,
            authority=unit,
            handler=unit,
            body_name=str(said["unit"])[:120],
            body_kind=BodyKind(said["unit_kind"]),
            theirs=UUID(said["letter"]),
            public_key=self.read.public_key,
            trusted=self.read.trusted,
            received_on=self.today,
            own_term=date.fromisoformat(said["own_term"]) if said["own_term"] else None,
            party=party_called(self.person, str(said["party_name"])),
            written_by=self.actor,
            written_at=self.at,
            **{name: str(said[name])[: _length(name)] for name in SAID},
        )
        letter.due = limit_of(letter).due
        letter.save()
        self._annexes(letter, letter.body_name, of_answer=False)
        arrive(self, letter)
        return letter

    def _annexes(self, letter: Letter, unit: str, *, of_answer: bool) -> None:
        for one in self.read.files:
            if one.path == FILE:
                continue
            Annex.objects.create(
                letter=letter,
                of_answer=of_answer,
                body_name=unit,
                title=one.title[:200],
                media_type=one.what[:100],
                size=one.size,
                sha256=one.sha256,
                entered_at=self.at,
                entered_by=self.actor,
            )


def _length(name: str) -> int | None:
    return Letter._meta.get_field(name).max_length  # type: ignore[no-any-return]


def _day(said: dict[str, Any], name: str) -> date:
    return date.fromisoformat(str(said[name]))


WANTED = {
    What.LETTER: (*SAID, "own_term", "unit_kind", "addressees"),
    What.RECEIPT: ("received_on",),
    What.EXTENSION: ("until", "reason", "told_on"),
    What.ANSWER: ("text", "number", "answered_on"),
}
DAYS = {"received_on", "until", "told_on", "answered_on"}


def _checked(said: dict[str, Any], what: What) -> None:
    """Everything that such a file must say, in the shape that it must have; a Refusal otherwise."""
    broken = Refusal("这一函件缺少内容，或者内容的格式不对，请来文单位重新发出。")
    try:
        UUID(str(said["letter"]))
        if not said["unit"] or any(name not in said for name in WANTED[what]):
            raise broken
        for name in DAYS & set(WANTED[what]):
            _day(said, name)
        if what == What.LETTER:
            BodyKind(said["unit_kind"])
            Urgency(said["urgency"])
            if said["own_term"]:
                _day(said, "own_term")
            if not all(isinstance(one, dict) for one in said["addressees"]):
                raise broken
    except (KeyError, ValueError, TypeError, AttributeError):
        raise broken from None
    if what == What.LETTER and said["kind"] not in {key for key, _ in kinds(direction_in=True)}:
        raise Refusal("本地法规没有这一种函件，不能接收；请在“登记来函”中按相近的种类登记。")
