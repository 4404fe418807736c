"""What everybody does with their own account: password, second factor, access tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice
from pydantic import Field, SecretStr

from zhuangjian.apps.authorities.actions.accounts import PASSWORD, RULE, password_faults, revoke_tokens
from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.authorities.signins import WrongPassword
from zhuangjian.apps.authorities.who import OWN, OWN_OR_ADMINISTRATOR, OWN_OR_SYSTEM
from zhuangjian.apps.ledger.act import Act, Change, Fields, R
from zhuangjian.apps.ledger.action import MovedOn
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.asking import When
from zhuangjian.kernel.states import always, holds

LONGEST_TOKEN = 365
MOST_TOKENS = 20


def token_digest(token: str) -> str:
    """What is kept of a token; it has 256 random bits, so a plain hash cannot be tried out."""
    return hashlib.sha256(token.encode()).hexdigest()


def own_password(person: Person, given: str, wrong: str) -> None:
    """Refuse with ``wrong`` when it is not the person's password, and any password while the name is locked."""
    if person.locked_out():
        raise Refusal("密码连续输错次数过多，请 15 分钟后再试，或请系统管理员解除锁定。")
    if not person.check_password(given):
        raise WrongPassword(wrong)


class _Own(Act[Person, R]):
    """What people do with their own account."""

    who = OWN
    when: ClassVar[When[Any]] = always


class ChangePassword(_Own[None]):
    """Somebody replaces their own password; every other session and all tokens of theirs end."""

    name = "authorities.change_password"
    title = "修改密码"
    in_person = True

    class Input(Fields):
        """The present password, and the new one twice."""

        current: SecretStr = Field(title="现在的密码", json_schema_extra=PASSWORD)
        new: SecretStr = Field(title="新密码", json_schema_extra=PASSWORD, description=RULE)
        again: SecretStr = Field(title="再输一次新密码", json_schema_extra=PASSWORD)

    data: Input

    def prepare(self) -> None:
        """The present password is right and the new one not weak; both are hashed before the lock."""
        self.seen = self.case.password
        own_password(self.case, self.data.current.get_secret_value(), "现在的密码不正确。")
        new = self.data.new.get_secret_value()
        if new != self.data.again.get_secret_value():
            self.refuse("两次输入的新密码不一致。")
        faults = password_faults(new, self.case)
        if self.case.check_password(new):
            faults.append("新密码不能与现在的密码相同")
        if faults:
            self.refuse("新密码不符合要求。", *faults)
        self.hashed = make_password(new)

    def check(self) -> None:
        """The password is still the one that was compared."""
        if self.case.password != self.seen:
            raise MovedOn

    def do(self, found: None) -> Change:
        """The new password stands; all tokens are revoked."""
        self.case.password = self.hashed
        self.case.must_change_password = False
        self.case.save(update_fields=["password", "must_change_password"])
        revoke_tokens(self)
        return Change(self.case)


def second_factor_on(person: Person) -> bool:
    """Whether the person has proved a second factor."""
    return bool(_devices(person).filter(confirmed=True).exists())


def pending_device(person: Person) -> TOTPDevice | None:
    """The device that waits for its proof, or None."""
    return _devices(person).filter(confirmed=False).last()


class BeginTotp(_Own[None]):
    """A new secret for a second factor is made; it counts only once the device has proved it."""

    name = "authorities.begin_totp"
    title = "开始设置动态口令"
    in_person = True
    when = holds("动态口令没有启用", lambda one: not second_factor_on(one), "动态口令已经启用。")

    def do(self, found: None) -> Change:
        """A device that waits for its proof, in place of any other."""
        _devices(self.case).filter(confirmed=False).delete()
        TOTPDevice.objects.create(user=self.case, name="认证器", confirmed=False)
        return Change(self.case)


class ConfirmTotp(_Own[TOTPDevice]):
    """A second factor is set up: the device proves that it has the secret."""

    name = "authorities.confirm_totp"
    title = "启用动态口令"
    in_person = True
    when = holds("动态口令没有启用", lambda one: not second_factor_on(one), "动态口令已经启用。")

    class Input(Fields):
        """The six digits that the device shows now."""

        code: str = Field(title="动态口令", pattern=r"^[0-9]{6}$", description="认证器显示的 6 位数字")

    data: Input

    def check(self) -> TOTPDevice:
        """The code is the one that the waiting device shows."""
        device = pending_device(self.case)
        if device is None:
            self.refuse("请先打开“启用动态口令”页面，用认证器扫描二维码。")
        if not device.verify_token(self.data.code):
            self.refuse("动态口令不正确。请核对手机时间是否准确，用最新显示的 6 位数字再试。")
        return device

    def do(self, found: TOTPDevice) -> Change:
        """The device counts from now on; others that wait are forgotten."""
        found.confirmed = True
        found.save(update_fields=["confirmed"])
        _devices(self.case).filter(confirmed=False).delete()
        return Change(self.case)


class RemoveTotp(Act[Person]):
    """The second factor is taken away: by the person with their password, or by an administrator for a lost device."""

    name = "authorities.remove_totp"
    title = "停用动态口令"
    in_person = True
    who = OWN_OR_ADMINISTRATOR
    when = holds("动态口令已经启用", lambda one: second_factor_on(one), "动态口令没有启用。")

    class Input(Fields):
        """The person's own password; an administrator needs none."""

        password: SecretStr | None = Field(
            None, title="您的密码", json_schema_extra=PASSWORD, description="停用自己的动态口令时必须填写"
        )

    data: Input

    def prepare(self) -> None:
        """Who takes away their own gives their password, compared before the lock."""
        self.seen = self.case.password
        if self.person is None or self.person.pk != self.case.pk:
            return
        given = self.data.password.get_secret_value() if self.data.password else ""
        own_password(self.case, given, "密码不正确，动态口令未停用。")

    def check(self) -> None:
        """The password is still the one that was compared."""
        if self.case.password != self.seen:
            raise MovedOn

    def do(self, found: None) -> Change:
        """No device counts any more."""
        _devices(self.case).delete()
        return Change(self.case)


def _devices(person: Person) -> Any:
    return TOTPDevice.objects.filter(user=person)


class CreateToken(Act[Person]):
    """An access token for a program is made. It is shown once, and only its digest is kept."""

    name = "authorities.create_token"
    title = "建立访问令牌"
    in_person = True
    who = OWN_OR_SYSTEM
    when = holds("账号在用", lambda one: one.is_active, "账号已停用，不能建立访问令牌。")

    class Input(Fields):
        """What the token is for, and for how many days."""

        name: str = Field(title="用途", min_length=1, max_length=60)
        days: int = Field(90, title="有效天数", ge=1, le=LONGEST_TOKEN)

    data: Input

    def check(self) -> None:
        """Not more tokens than anybody can keep in view."""
        if self.case.tokens.filter(revoked_at=None, expires_at__gt=self.at).count() >= MOST_TOKENS:
            self.refuse(f"最多同时有 {MOST_TOKENS} 个有效令牌，请先撤销不用的。")

    def do(self, found: None) -> Change:
        """The token; its secret is on the object given back, this once."""
        secret = f"zj_{secrets.token_urlsafe(32)}"
        token = ApiToken.objects.create(
            person=self.case,
            name=self.data.name,
            prefix=secret[:8],
            digest=token_digest(secret),
            expires_at=self.at + timedelta(days=self.data.days),
        )
        token.secret = secret
        return Change(token, {"person": self.case.pk, "days": self.data.days})


class RevokeToken(Act[ApiToken]):
    """A token stops working at once."""

    name = "authorities.revoke_token"
    title = "撤销访问令牌"
    who = OWN_OR_ADMINISTRATOR
    when = holds("令牌没有撤销", lambda one: one.revoked_at is None, "这一令牌已经撤销。")

    def do(self, found: None) -> Change:
        """The token is refused from now on."""
        self.case.revoked_at = self.at
        self.case.save(update_fields=["revoked_at"])
        return Change(self.case, {"person": self.case.person_id, "prefix": self.case.prefix})
