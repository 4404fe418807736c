"""Accounts: who signs in, with which roles. Kept by administrators, who see no case."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pydantic import Field, SecretStr

from zhuangjian.apps.authorities.events import PeopleChanged
from zhuangjian.apps.authorities.models import ApiToken, Authority, Person, PersonRole, Role
from zhuangjian.apps.authorities.segregation import role_faults
from zhuangjian.apps.authorities.who import KEEPS_ACCOUNTS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.kernel.asking import Actor, No, When
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


def revoke_tokens(step: Act[Person, R]) -> None:
    """All tokens of the action's target stop working: whoever stole a password may have made one."""
    for token in ApiToken.objects.filter(person=step.case, revoked_at=None):
        token.revoked_at = step.at
        token.save(update_fields=["revoked_at"])
        also(step, token, person=step.case.pk)


def _authorities() -> list[tuple[object, str]]:
    return [(row.pk, row.name) for row in Authority.objects.unrestricted().filter(is_active=True)]


class _Account(Act[Person, R]):
    """What acts on accounts have in common: administrators do them."""

    who = KEEPS_ACCOUNTS
    when: ClassVar[When[Any]] = always

    def people_changed(self, *units: int | None) -> None:
        """Tell that people of these units are no longer as they were."""
        self.tells(PeopleChanged(frozenset(unit for unit in units if unit is not None), self.at))

    def unit_of(self, pk: int | None) -> Authority | None:
        """The authority of that number, in use; none for an enterprise's contact."""
        if pk is None:
            return None
        found = Authority.objects.filter(pk=pk, is_active=True).first()
        if found is None:
            self.refuse("所在单位不存在或已停用，请重新选择。")
        return found

    def not_oneself(self) -> None:
        """Nobody gives themselves rights or locks themselves out."""
        if self.person is not None and self.case.pk == self.person.pk:
            self.refuse("不能对自己的账号办理这一事项，请由另一名系统管理员办理。")

    def not_the_last(self) -> None:
        """There is always somebody left who can keep accounts."""
        others = Person.objects.filter(is_active=True, role_rows__role=Role.ADMINISTRATOR)
        if Role.ADMINISTRATOR in self.case.roles and not others.exclude(pk=self.case.pk).exists():
            self.refuse("这是最后一名在用的系统管理员，不能停用或撤销其角色。")


class CreatePerson(_Account[Person]):
    """A person gets an account; the first sign-in asks for a password of their own."""

    name = "authorities.create_person"
    title = "增加人员"
    creates = True

    class Input(Fields):
        """Who it is, with which roles, and the password for the first sign-in."""

        username: str = Field(
            title="登录名", pattern=r"^[A-Za-z0-9_.@-]{2,60}$", description="2 至 60 个字母、数字或 _ . @ -"
        )
        name: str = Field(title="姓名", min_length=1, max_length=60)
        authority: int | None = Field(None, title="所在单位", description="企业联系人留空")
        phone: str = Field("", title="电话", max_length=40)
        roles: list[Role] = Field(title="角色", min_length=1)
        password: SecretStr = Field(title="初始密码", json_schema_extra=PASSWORD, description=RULE)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Person) -> Options:
        """The units in use, and every role."""
        return {"authority": _authorities(), "roles": Role.choices()}

    def prepare(self) -> None:
        """The password is hashed before the lock: that is slow on purpose."""
        self.check()
        self.hashed = make_password(self.data.password.get_secret_value())

    def check(self) -> Person:
        """A free sign-in name, roles that go together, a password that is not weak. Gives the person, not yet stored."""
        if Person.objects.filter(username__iexact=self.data.username).exists():
            self.refuse(f"登录名“{self.data.username}”已被使用，请另取一个。")
        if faults := role_faults(self.data.roles, self.data.authority is not None):
            self.refuse("角色设置不符合岗位分离的要求。", *faults)
        made = Person(
            username=self.data.username,
            name=self.data.name,
            phone=self.data.phone,
            authority=self.unit_of(self.data.authority),
            must_change_password=True,
        )
        if faults := password_faults(self.data.password.get_secret_value(), made):
            self.refuse("初始密码不符合要求。", *faults)
        return made

    def do(self, found: Person) -> Change:
        """The account with its roles."""
        found.password = self.hashed
        found.save(force_insert=True)
        PersonRole.objects.bulk_create(
            PersonRole(person=found, role=role.value) for role in dict.fromkeys(self.data.roles)
        )
        self.people_changed(found.authority_id)
        return Change(found, {"username": self.data.username, "roles": sorted(set(self.data.roles))})


class ChangePerson(_Account[Authority | None]):
    """A person's name, phone or unit changes."""

    name = "authorities.change_person"
    title = "修改人员"

    class Input(Fields):
        """Name, unit and phone as they are from now on."""

        name: str = Field(title="姓名", min_length=1, max_length=60)
        authority: int | None = Field(None, title="所在单位")
        phone: str = Field("", title="电话", max_length=40)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Person) -> Options:
        """The units in use, to choose from."""
        return {"authority": _authorities()}

    @classmethod
    def initial(cls, person: Person, case: Person) -> Values:
        """What is registered of the person now."""
        return {"name": case.name, "authority": case.authority_id or "", "phone": case.phone}

    def check(self) -> Authority | None:
        """A unit in use, that goes with the person's roles."""
        if faults := role_faults(self.case.roles, self.data.authority is not None):
            self.refuse("所在单位与角色不相配。", *faults)
        return self.unit_of(self.data.authority)

    def do(self, found: Authority | None) -> Change:
        """The new name, phone and unit."""
        unit_before = self.case.authority_id
        self.case.name, self.case.phone = self.data.name, self.data.phone
        self.case.authority = found
        self.case.save(update_fields=["name", "phone", "authority"])
        self.people_changed(unit_before, self.case.authority_id)
        return Change(self.case, {"authority": self.data.authority})


class SetRoles(_Account):
    """All roles that a person has are set anew."""

    name = "authorities.set_roles"
    title = "设置角色"

    class Input(Fields):
        """All roles that the person has from now on."""

        roles: list[Role] = Field(title="角色", min_length=1)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Person) -> Options:
        """Every role that there is."""
        return {"roles": Role.choices()}

    @classmethod
    def initial(cls, person: Person, case: Person) -> Values:
        """The roles that the person has now."""
        return {"roles": sorted(case.roles)}

    def check(self) -> None:
        """Roles that go together; not one's own, and never those of the last administrator."""
        self.not_oneself()
        if faults := role_faults(self.data.roles, self.case.authority_id is not None):
            self.refuse("角色设置不符合岗位分离的要求。", *faults)
        if Role.ADMINISTRATOR not in self.data.roles:
            self.not_the_last()

    def do(self, found: None) -> Change:
        """The roles are replaced; whoever keeps duties hears of it."""
        before = sorted(self.case.roles)
        self.case.role_rows.all().delete()
        PersonRole.objects.bulk_create(
            PersonRole(person=self.case, role=role.value) for role in dict.fromkeys(self.data.roles)
        )
        self.people_changed(self.case.authority_id)
        return Change(self.case, {"before": before, "roles": sorted(set(self.data.roles))})


class ResetPassword(_Account):
    """A forgotten password is replaced; every session and token of the person ends."""

    name = "authorities.reset_password"
    title = "重置密码"
    in_person = True

    class Input(Fields):
        """The password for the next sign-in, where the person replaces it."""

        password: SecretStr = Field(title="新的初始密码", json_schema_extra=PASSWORD, description=RULE)

    data: Input

    def prepare(self) -> None:
        """The password is hashed before the lock: that is slow on purpose."""
        self.check()
        self.hashed = make_password(self.data.password.get_secret_value())

    def check(self) -> None:
        """A password that is not weak."""
        if faults := password_faults(self.data.password.get_secret_value(), self.case):
            self.refuse("初始密码不符合要求。", *faults)

    def do(self, found: None) -> Change:
        """The new password stands; all tokens are revoked."""
        self.case.password = self.hashed
        self.case.must_change_password = self.person is None or self.person.pk != self.case.pk
        self.case.save(update_fields=["password", "must_change_password"])
        revoke_tokens(self)
        return Change(self.case)


class Deactivate(_Account):
    """An account is closed: no sign-in, no token; what the person did stays."""

    name = "authorities.deactivate"
    title = "停用账号"
    when = holds("账号在用", lambda one: one.is_active, "这一账号已经停用。")

    def check(self) -> None:
        """Not one's own account, and not the last administrator's."""
        self.not_oneself()
        self.not_the_last()

    def do(self, found: None) -> Change:
        """The account is closed and its tokens are revoked."""
        self.case.is_active = False
        self.case.save(update_fields=["is_active"])
        self.people_changed(self.case.authority_id)
        revoke_tokens(self)
        return Change(self.case)


class Reactivate(_Account):
    """A closed account is opened again; its tokens stay revoked."""

    name = "authorities.reactivate"
    title = "恢复账号"
    when = holds("账号已停用", lambda one: not one.is_active, "这一账号在用，不需要恢复。")

    def do(self, found: None) -> Change:
        """The account is open again."""
        self.case.is_active = True
        self.case.save(update_fields=["is_active"])
        self.people_changed(self.case.authority_id)
        return Change(self.case)


class LockedOut(When[Person]):
    """While the sign-in name is locked; the machine's own command may free any."""

    def why_not(self, person: Actor | None, case: Person, at: datetime | None = None) -> No | None:
        """Locked, or asked by the system itself."""
        return None if person is None or case.locked_out() else No("这一登录名没有锁定。")

    def words(self, case: Person | None = None) -> str:
        """The state in Chinese, for lists and refusals."""
        return "登录名被锁定"


class Unlock(_Account):
    """A sign-in name locked after wrong passwords is free again."""

    name = "authorities.unlock"
    title = "解除锁定"
    when = LockedOut()

    def do(self, found: None) -> Change:
        """The counted wrong passwords of the sign-in name are forgotten."""
        from axes.utils import reset

        reset(username=self.case.username)
        return Change(self.case)
