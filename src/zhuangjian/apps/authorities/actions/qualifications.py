"""What people are qualified for: credentials (CQ 9, 17) and expertise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Credential, Expertise, Person
from zhuangjian.apps.authorities.who import KEEPS_QUALIFICATIONS
from zhuangjian.apps.ledger.action import Action, also
from zhuangjian.apps.ledger.action import Input as Base
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.kernel.states import always, holds

OF_A_UNIT = holds(
    "人员有所在单位",
    lambda one: one.authority_id is not None,
    "企业联系人没有执法证件、检查员证和专长可以登记。",
)


class AddCredential(Action[Person]):
    """An enforcement credential or inspector certificate is registered."""

    name = "authorities.add_credential"
    title = "登记证件"
    cites = "team"
    model = Person
    who = KEEPS_QUALIFICATIONS
    when = OF_A_UNIT

    class Input(Base):
        kind: CredentialKind = Field(title="证件类别")
        number: str = Field(title="证件号", min_length=2, max_length=40)
        valid_from: date = Field(title="有效期起")
        valid_to: date = Field(title="有效期止")

    def check(self) -> None:
        if self.data.valid_to < self.data.valid_from:
            self.refuse("有效期止早于有效期起，请核对。")
        same = Credential.objects.filter(kind=self.data.kind, number=self.data.number).first()
        if same is not None:
            self.refuse(f"{self.data.kind.label} {self.data.number} 已经登记，请核对证件号。")

    def execute(self) -> Person:
        Credential.objects.create(
            person=self.target,
            kind=self.data.kind.value,
            number=self.data.number,
            valid_from=self.data.valid_from,
            valid_to=self.data.valid_to,
        )
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return self.data.model_dump(exclude={"expected_version"})


class ChangeCredential(Action[Credential]):
    """A credential is renewed, ends early, or was entered wrongly."""

    name = "authorities.change_credential"
    title = "更改证件有效期"
    cites = "team"
    model = Credential
    who = KEEPS_QUALIFICATIONS
    when = always

    class Input(Base):
        valid_from: date = Field(title="有效期起")
        valid_to: date = Field(title="有效期止")

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        return {"valid_from": target.valid_from, "valid_to": target.valid_to}

    def check(self) -> None:
        if self.data.valid_to < self.data.valid_from:
            self.refuse("有效期止早于有效期起，请核对。")

    def execute(self) -> Credential:
        self.target.valid_from, self.target.valid_to = self.data.valid_from, self.data.valid_to
        self.target.save(update_fields=["valid_from", "valid_to"])
        also(self, self.target.person, credential=self.target.pk)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"valid_from": self.data.valid_from, "valid_to": self.data.valid_to}


class SetExpertise(Action[Person]):
    """The fields of knowledge that team composition asks for (CQ 9)."""

    name = "authorities.set_expertise"
    title = "登记专长"
    cites = "team"
    model = Person
    who = KEEPS_QUALIFICATIONS
    when = OF_A_UNIT

    class Input(Base):
        expertise: list[str] = Field(
            title="专长", max_length=20, description="每行一项，如：微生物、化妆品配方"
        )

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        return {"expertise": [row.field for row in target.expertise.all()] if target else []}

    def check(self) -> None:
        if any(len(field) > 40 for field in self.data.expertise):
            self.refuse("每项专长最多 40 个字。")

    def execute(self) -> Person:
        wanted = dict.fromkeys(field for field in self.data.expertise if field)
        self.target.expertise.all().delete()
        Expertise.objects.bulk_create(Expertise(person=self.target, field=field) for field in wanted)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"expertise": self.data.expertise}
