"""Accounts: who signs in, with which roles. Kept by administrators, who see no case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pydantic import Field, SecretStr

from zhuangjian.apps.authorities.events import PeopleChanged
from zhuangjian.apps.authorities.models import ApiToken, Authority, Person, PersonRole, Role
from zhuangjian.apps.authorities.segregation import role_faults
from zhuangjian.apps.authorities.who import KEEPS_ACCOUNTS
from zhuangjian.apps.ledger.action import Action, also
from zhuangjian.apps.ledger.action import Input as Base
from zhuangjian.kernel.asking import No, When
from zhuangjian.kernel.states import always, holds

PASSWORD: dict[str, Any] = {"widget": "password"}
RULE = "至少 10 个字符，不能与登录名、姓名相近，不能是常见密码"


def password_faults(password: str, person: Person) -> list[str]:
    """Why a password is too weak for this person, in Chinese."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def revoke_tokens(step: Action[Person]) -> None:
    """All tokens of the action's target stop working: whoever stole a password may have made one."""
    for token in ApiToken.objects.filter(person=step.target, revoked_at=None):
        token.revoked_at = step.at
        token.save(update_fields=["revoked_at"])
        also(step, token, person=step.target.pk)


def _authority_of(action: Action[Any], pk: int | None) -> Authority | None:
    if pk is None:
        return None
    found = Authority.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        action.refuse("所在单位不存在或已停用，请重新选择。")
    return found


def _authorities() -> list[tuple[Any, str]]:
    return [(row.pk, row.name) for row in Authority.objects.unrestricted().filter(is_active=True)]


class _Account(Action[Person]):
    model = Person
    who = KEEPS_ACCOUNTS
    when: ClassVar[When[Any]] = always

    def people_changed(self, *units: int | None) -> None:
        """Tell that people of these units are no longer as they were."""
        self.tells(PeopleChanged(frozenset(unit for unit in units if unit is not None), self.at))

    def not_oneself(self) -> None:
        """Nobody gives themselves rights or locks themselves out."""
        if self.person is not None and self.target.pk == self.person.pk:
            self.refuse("不能对自己的账号办理这一事项，请由另一名系统管理员办理。")

    def not_the_last(self) -> None:
        """There is always somebody left who can keep accounts."""
        others = Person.objects.filter(is_active=True, role_rows__role=Role.ADMINISTRATOR)
        if Role.ADMINISTRATOR in self.target.roles and not others.exclude(pk=self.target.pk).exists():
            self.refuse("这是最后一名在用的系统管理员，不能停用或撤销其角色。")


class CreatePerson(_Account):
    """A person gets an account; the first sign-in asks for a password of their own."""

    name = "authorities.create_person"
    title = "增加人员"
    creates = True

    class Input(Base):
        username: str = Field(
            title="登录名", pattern=r"^[A-Za-z0-9_.@-]{2,60}$", description="2 至 60 个字母、数字或 _ . @ -"
        )
        name: str = Field(title="姓名", min_length=1, max_length=60)
        authority: int | None = Field(None, title="所在单位", description="企业联系人留空")
        phone: str = Field("", title="电话", max_length=40)
        roles: list[Role] = Field(title="角色", min_length=1)
        password: SecretStr = Field(title="初始密码", json_schema_extra=PASSWORD, description=RULE)

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        return {"authority": _authorities(), "roles": Role.choices()}

    def prepare(self) -> None:
        self.check()
        self.hashed = make_password(self.data.password.get_secret_value())

    def check(self) -> None:
        if Person.objects.filter(username__iexact=self.data.username).exists():
            self.refuse(f"登录名“{self.data.username}”已被使用，请另取一个。")
        if faults := role_faults(self.data.roles, self.data.authority is not None):
            self.refuse("角色设置不符合岗位分离的要求。", *faults)
        self.made = Person(
            username=self.data.username,
            name=self.data.name,
            phone=self.data.phone,
            authority=_authority_of(self, self.data.authority),
            must_change_password=True,
        )
        if faults := password_faults(self.data.password.get_secret_value(), self.made):
            self.refuse("初始密码不符合要求。", *faults)

    def execute(self) -> Person:
        self.made.password = self.hashed
        self.made.save(force_insert=True)
        PersonRole.objects.bulk_create(
            PersonRole(person=self.made, role=role.value) for role in dict.fromkeys(self.data.roles)
        )
        self.people_changed(self.made.authority_id)
        return self.made

    def facts(self) -> Mapping[str, Any]:
        return {"username": self.data.username, "roles": sorted(set(self.data.roles))}


class ChangePerson(_Account):
    """A person's name, phone or unit changes."""

    name = "authorities.change_person"
    title = "修改人员"

    class Input(Base):
        name: str = Field(title="姓名", min_length=1, max_length=60)
        authority: int | None = Field(None, title="所在单位")
        phone: str = Field("", title="电话", max_length=40)

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        return {"authority": _authorities()}

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        return {"name": target.name, "authority": target.authority_id or "", "phone": target.phone}

    def check(self) -> None:
        if faults := role_faults(self.target.roles, self.data.authority is not None):
            self.refuse("所在单位与角色不相配。", *faults)
        self.authority = _authority_of(self, self.data.authority)

    def execute(self) -> Person:
        unit_before = self.target.authority_id
        self.target.name, self.target.phone = self.data.name, self.data.phone
        self.target.authority = self.authority
        self.target.save(update_fields=["name", "phone", "authority"])
        self.people_changed(unit_before, self.target.authority_id)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"authority": self.data.authority}


class SetRoles(_Account):
    """Which roles a person has from now on."""

    name = "authorities.set_roles"
    title = "设置角色"

    class Input(Base):
        roles: list[Role] = Field(title="角色", min_length=1)

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        return {"roles": Role.choices()}

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        return {"roles": sorted(target.roles)}

    def check(self) -> None:
        self.not_oneself()
        if faults := role_faults(self.data.roles, self.target.authority_id is not None):
            self.refuse("角色设置不符合岗位分离的要求。", *faults)
        if Role.ADMINISTRATOR not in self.data.roles:
            self.not_the_last()

    def execute(self) -> Person:
        self.before = sorted(self.target.roles)
        self.target.role_rows.all().delete()
        PersonRole.objects.bulk_create(
            PersonRole(person=self.target, role=role.value) for role in dict.fromkeys(self.data.roles)
        )
        self.people_changed(self.target.authority_id)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"before": self.before, "roles": sorted(set(self.data.roles))}


class ResetPassword(_Account):
    """A forgotten password is replaced; every session and token of the person ends."""

    name = "authorities.reset_password"
    title = "重置密码"
    in_person = True

    class Input(Base):
        password: SecretStr = Field(title="新的初始密码", json_schema_extra=PASSWORD, description=RULE)

    def prepare(self) -> None:
        self.check()
        self.hashed = make_password(self.data.password.get_secret_value())

    def check(self) -> None:
        if faults := password_faults(self.data.password.get_secret_value(), self.target):
            self.refuse("初始密码不符合要求。", *faults)

    def execute(self) -> Person:
        self.target.password = self.hashed
        self.target.must_change_password = self.person is None or self.person.pk != self.target.pk
        self.target.save(update_fields=["password", "must_change_password"])
        revoke_tokens(self)
        return self.target


class Deactivate(_Account):
    """An account is closed: no sign-in, no token; what the person did stays."""

    name = "authorities.deactivate"
    title = "停用账号"
    when = holds("账号在用", lambda one: one.is_active, "这一账号已经停用。")

    def check(self) -> None:
        self.not_oneself()
        self.not_the_last()

    def execute(self) -> Person:
        self.target.is_active = False
        self.target.save(update_fields=["is_active"])
        self.people_changed(self.target.authority_id)
        revoke_tokens(self)
        return self.target


class Reactivate(_Account):
    """A closed account is opened again; its tokens stay revoked."""

    name = "authorities.reactivate"
    title = "恢复账号"
    when = holds("账号已停用", lambda one: not one.is_active, "这一账号在用，不需要恢复。")

    def execute(self) -> Person:
        self.target.is_active = True
        self.target.save(update_fields=["is_active"])
        self.people_changed(self.target.authority_id)
        return self.target


class LockedOut(When[Person]):
    """While the sign-in name is locked; the machine's own command may free any."""

    def why_not(self, person: Any, case: Person, at: Any = None) -> No | None:
        """Locked, or asked by the system itself."""
        return None if person is None or case.locked_out() else No("这一登录名没有锁定。")

    def words(self, case: Person | None = None) -> str:
        """In Chinese."""
        return "登录名被锁定"


class Unlock(_Account):
    """A sign-in name locked after wrong passwords is free again."""

    name = "authorities.unlock"
    title = "解除锁定"
    when = LockedOut()

    def execute(self) -> Person:
        from axes.utils import reset

        reset(username=self.target.username)
        return self.target
