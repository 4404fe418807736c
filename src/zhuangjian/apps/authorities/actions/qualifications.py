"""What people are qualified for: credentials (CQ 9, 17) and expertise."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Credential, Expertise, Person
from zhuangjian.apps.authorities.who import KEEPS_QUALIFICATIONS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.kernel.states import always, holds

OF_A_UNIT = holds(
    "人员有所在单位",
    lambda one: one.authority_id is not None,
    "企业联系人没有执法证件、检查员证和专长可以登记。",
)


class AddCredential(Act[Person]):
    """An enforcement credential or inspector certificate is registered."""

    name = "authorities.add_credential"
    title = "登记证件"
    cites = "team"
    who = KEEPS_QUALIFICATIONS
    when = OF_A_UNIT

    class Input(Fields):
        """Kind, number and days of the credential."""

        kind: CredentialKind = Field(title="证件类别")
        number: str = Field(title="证件号", min_length=2, max_length=40)
        valid_from: date = Field(title="有效期起")
        valid_to: date = Field(title="有效期止")

    data: Input

    def check(self) -> None:
        """Days the right way round, and a number that is not registered yet."""
        if self.data.valid_to < self.data.valid_from:
            self.refuse("有效期止早于有效期起，请核对。")
        same = Credential.objects.filter(kind=self.data.kind, number=self.data.number).first()
        if same is not None:
            self.refuse(f"{self.data.kind.label} {self.data.number} 已经登记，请核对证件号。")

    def do(self, found: None) -> Change:
        """The credential is registered for the person."""
        Credential.objects.create(
            person=self.case,
            kind=self.data.kind.value,
            number=self.data.number,
            valid_from=self.data.valid_from,
            valid_to=self.data.valid_to,
        )
        return Change(self.case, self.data.model_dump(exclude={"expected_version"}))


class ChangeCredential(Act[Credential]):
    """A credential is renewed, ends early, or was entered wrongly."""

    name = "authorities.change_credential"
    title = "更改证件有效期"
    cites = "team"
    who = KEEPS_QUALIFICATIONS
    when = always

    class Input(Fields):
        """The days as they are from now on."""

        valid_from: date = Field(title="有效期起")
        valid_to: date = Field(title="有效期止")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Credential) -> Values:
        """The days as they are registered now."""
        return {"valid_from": case.valid_from, "valid_to": case.valid_to}

    def check(self) -> None:
        """Days the right way round."""
        if self.data.valid_to < self.data.valid_from:
            self.refuse("有效期止早于有效期起，请核对。")

    def do(self, found: None) -> Change:
        """The new days, entered for the person too."""
        self.case.valid_from, self.case.valid_to = self.data.valid_from, self.data.valid_to
        self.case.save(update_fields=["valid_from", "valid_to"])
        also(self, self.case.person, credential=self.case.pk)
        return Change(self.case, {"valid_from": self.data.valid_from, "valid_to": self.data.valid_to})


class SetExpertise(Act[Person]):
    """The fields of knowledge that a person brings to a team are registered (CQ 9)."""

    name = "authorities.set_expertise"
    title = "登记专长"
    cites = "team"
    who = KEEPS_QUALIFICATIONS
    when = OF_A_UNIT

    class Input(Fields):
        """All fields of knowledge that the person has."""

        expertise: list[str] = Field(
            title="专长", max_length=20, description="每行一项，如：微生物、化妆品配方"
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Person) -> Values:
        """The fields as they are registered now."""
        return {"expertise": [row.field for row in case.expertise.all()]}

    def check(self) -> None:
        """No field is longer than its column."""
        if any(len(field) > 40 for field in self.data.expertise):
            self.refuse("每项专长最多 40 个字。")

    def do(self, found: None) -> Change:
        """The fields given replace those that were registered."""
        wanted = dict.fromkeys(field for field in self.data.expertise if field)
        self.case.expertise.all().delete()
        Expertise.objects.bulk_create(Expertise(person=self.case, field=field) for field in wanted)
        return Change(self.case, {"expertise": self.data.expertise})
