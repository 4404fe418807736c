"""企业联系人: who speaks for a party, tied to it by the party's own confirmation, and how the tie ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.authorities.who import KEEPS_ACCOUNTS, OWN_OR_ADMINISTRATOR
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.documents import store
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.apps.registry.models import Contact, Party
from zhuangjian.engines.identifiers import normalise_credit_code
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

FOLDER = "documents"
# First bytes of what a letter may be: a scan or a photo.
FORMATS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Tie:
    """The party, and its letter as stored."""

    party: Party
    letter: store.Stored


def ties_of(person: Any) -> Any:
    """The person's ties that stand today."""
    return Contact.objects.unrestricted().filter(Contact.standing_on(timezone.localdate()), person=person)


class TieContact(Act[Person, Tie]):
    """登记企业联系人所代表的企业；须有该企业盖章的授权书，授权书原件按摘要留存。"""

    name = "registry.tie_contact"
    title = "登记所代表的企业"
    who = KEEPS_ACCOUNTS
    when = all_of(
        holds("账号在用", lambda one: one.is_active, "这一账号已经停用。"),
        holds(
            "账号的角色是企业联系人",
            lambda one: Role.ENTERPRISE_CONTACT in one.roles,
            "只有企业联系人才能代表企业：这一账号不是企业联系人。",
        ),
    )
    prepares_input = True

    class Input(Fields):
        """Which party, in which post, and the letter in which the party itself says so."""

        credit_code: str = Field(title="企业的统一社会信用代码", min_length=2, max_length=40)
        post: str = Field(title="职务", min_length=1, max_length=60, description="例如质量安全负责人")
        letter: Upload = Field(title="企业盖章的授权书", description="扫描件或照片（PDF、JPG、PNG）")
        confirmed_on: date = Field(title="授权书日期")
        until: date | None = Field(None, title="授权至", description="授权书未写期限的留空")

    data: Input

    def prepare(self) -> None:
        """The letter is looked at and stored before the lock."""
        self._party()
        self._dates()
        file = self.data.letter.opened()
        head = file.read(8)
        file.seek(0)
        if not head.startswith(FORMATS):
            self.refuse(
                f"“{self.data.letter.name}”不是 PDF、JPG 或 PNG 文件，请上传盖章授权书的扫描件或照片。",
                "企业盖章的授权书",
            )
        self._letter = store.stored(FOLDER, file)

    def check(self) -> Tie:
        """A party on record, not tied yet, by a letter that is dated and still runs."""
        party = self._party()
        self._dates()
        if ties_of(self.case).filter(party=party).exists():
            self.refuse(f"{self.case.name}已经是{party.name}的联系人，不需要再登记。")
        return Tie(party, self._letter)

    def _dates(self) -> None:
        if self.data.confirmed_on > self.today:
            refuse_by_practice("plausible_dates", self.at, "授权书日期不能晚于今天。", "授权书日期")
        if self.data.until and self.data.until < max(self.today, self.data.confirmed_on):
            refuse_by_practice(
                "plausible_dates", self.at, "授权期限已过，请企业重新出具授权书。", "有效的授权期限"
            )

    def _party(self) -> Party:
        code = normalise_credit_code(self.data.credit_code)
        found = Party.objects.unrestricted().filter(credit_code=code).first()
        if found is None:
            self.refuse(
                f"企业档案中没有统一社会信用代码为 {self.data.credit_code} 的企业，请核对代码；确无此企业的，请先导入登记。",
                "企业的统一社会信用代码",
            )
        return found

    def do(self, found: Tie) -> Change:
        """The tie, which counts from the person's next request."""
        # One whose authorisation ran out makes room for the new one.
        lapsed = Contact.objects.unrestricted().filter(person=self.case, party=found.party, ended_on=None)
        lapsed.update(ended_on=self.today, ended_because="授权期满，重新登记")
        Contact.objects.create(
            person=self.case,
            party=found.party,
            post=self.data.post,
            confirmed_on=self.data.confirmed_on,
            letter_digest=found.letter.digest,
            letter_name=self.data.letter.name[:200],
            until=self.data.until,
        )
        return Change(self.case, {"party": found.party.pk, "letter": found.letter.digest})


class EndContact(Act[Person, Contact]):
    """终止联系人对企业的代表：由本人或者系统管理员办理，写明原因；此前所办的事项不受影响。"""

    name = "registry.end_contact"
    title = "终止代表"
    who = OWN_OR_ADMINISTRATOR
    when = holds("代表着企业", lambda one: ties_of(one).exists(), "这一账号没有代表任何企业。")

    class Input(Fields):
        """Which tie, and why it ends."""

        party: int = Field(title="企业")
        reason: str = Field(
            title="原因", min_length=2, max_length=200, description="例如离职、企业更换联系人"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Person) -> Options:
        """The parties that the person speaks for."""
        return {"party": [(tie.party_id, tie.party.name) for tie in ties_of(case).select_related("party")]}

    def check(self) -> Contact:
        """A tie that stands."""
        tie = ties_of(self.case).filter(party_id=self.data.party).first()
        if tie is None:
            self.refuse("这一账号不代表所选的企业，请刷新页面后重新选择。", "所代表的企业")
        return tie

    def do(self, found: Contact) -> Change:
        """Ended from now on."""
        found.ended_on, found.ended_because = self.today, self.data.reason
        found.save(update_fields=["ended_on", "ended_because"])
        return Change(self.case, {"party": found.party_id})
