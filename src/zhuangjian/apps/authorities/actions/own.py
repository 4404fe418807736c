"""What everybody does with their own account: password, second factor, access tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice
from pydantic import Field, SecretStr

from zhuangjian.apps.authorities.actions.accounts import PASSWORD, RULE, password_faults, revoke_tokens
from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.authorities.signins import WrongPassword
from zhuangjian.apps.authorities.who import OWN, OWN_OR_ADMINISTRATOR, OWN_OR_SYSTEM
from zhuangjian.apps.ledger.action import Action, MovedOn
from zhuangjian.apps.ledger.action import Input as Base
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


class _Own(Action[Person]):
    model = Person
    who = OWN
    when: ClassVar[When[Any]] = always


class ChangePassword(_Own):
    """Somebody replaces their own password; every other session and all tokens of theirs end."""

    name = "authorities.change_password"
    title = "修改密码"
    in_person = True

    class Input(Base):
        current: SecretStr = Field(title="现在的密码", json_schema_extra=PASSWORD)
        new: SecretStr = Field(title="新密码", json_schema_extra=PASSWORD, description=RULE)
        again: SecretStr = Field(title="再输一次新密码", json_schema_extra=PASSWORD)

    def prepare(self) -> None:
        # Comparing and making password hashes is slow on purpose.
        self.seen = self.target.password
        own_password(self.target, self.data.current.get_secret_value(), "现在的密码不正确。")
        new = self.data.new.get_secret_value()
        if new != self.data.again.get_secret_value():
            self.refuse("两次输入的新密码不一致。")
        faults = password_faults(new, self.target)
        if self.target.check_password(new):
            faults.append("新密码不能与现在的密码相同")
        if faults:
            self.refuse("新密码不符合要求。", *faults)
        self.hashed = make_password(new)

    def check(self) -> None:
        if self.target.password != self.seen:
            raise MovedOn

    def execute(self) -> Person:
        self.target.password = self.hashed
        self.target.must_change_password = False
        self.target.save(update_fields=["password", "must_change_password"])
        revoke_tokens(self)
        return self.target


def second_factor_on(person: Person) -> bool:
    """Whether the person has proved a second factor."""
    return bool(_devices(person).filter(confirmed=True).exists())


def pending_device(person: Any) -> Any:
    """The device that waits for its proof, or None."""
    return _devices(person).filter(confirmed=False).last()


class BeginTotp(_Own):
    """A new secret for a second factor; it counts only once the device has proved it."""

    name = "authorities.begin_totp"
    title = "开始设置动态口令"
    in_person = True
    when = holds("动态口令没有启用", lambda one: not second_factor_on(one), "动态口令已经启用。")

    def execute(self) -> Person:
        _devices(self.target).filter(confirmed=False).delete()
        TOTPDevice.objects.create(user=self.target, name="认证器", confirmed=False)
        return self.target


class ConfirmTotp(_Own):
    """A second factor is set up: the device proves that it has the secret."""

    name = "authorities.confirm_totp"
    title = "启用动态口令"
    in_person = True
    when = holds("动态口令没有启用", lambda one: not second_factor_on(one), "动态口令已经启用。")

    class Input(Base):
        code: str = Field(title="动态口令", pattern=r"^[0-9]{6}$", description="认证器显示的 6 位数字")

    def check(self) -> None:
        self.device = pending_device(self.target)
        if self.device is None:
            self.refuse("请先打开“启用动态口令”页面，用认证器扫描二维码。")
        if not self.device.verify_token(self.data.code):
            self.refuse("动态口令不正确。请核对手机时间是否准确，用最新显示的 6 位数字再试。")

    def execute(self) -> Person:
        self.device.confirmed = True
        self.device.save(update_fields=["confirmed"])
        _devices(self.target).filter(confirmed=False).delete()
        return self.target


class RemoveTotp(Action[Person]):
    """The second factor is taken away: by the person with their password, or by an administrator for a lost device."""

    name = "authorities.remove_totp"
    title = "停用动态口令"
    in_person = True
    model = Person
    who = OWN_OR_ADMINISTRATOR
    when = holds("动态口令已经启用", lambda one: second_factor_on(one), "动态口令没有启用。")

    class Input(Base):
        password: SecretStr | None = Field(
            None, title="您的密码", json_schema_extra=PASSWORD, description="停用自己的动态口令时必须填写"
        )

    def prepare(self) -> None:
        self.seen = self.target.password
        if self.person is None or self.person.pk != self.target.pk:
            return
        given = self.data.password.get_secret_value() if self.data.password else ""
        own_password(self.target, given, "密码不正确，动态口令未停用。")

    def check(self) -> None:
        if self.target.password != self.seen:
            raise MovedOn

    def execute(self) -> Person:
        _devices(self.target).delete()
        return self.target


def _devices(person: Person) -> Any:
    return TOTPDevice.objects.filter(user=person)


class CreateToken(Action[Person]):
    """An access token for a program; shown once, only its digest is kept."""

    name = "authorities.create_token"
    title = "建立访问令牌"
    in_person = True
    model = Person
    who = OWN_OR_SYSTEM
    when = holds("账号在用", lambda one: one.is_active, "账号已停用，不能建立访问令牌。")

    class Input(Base):
        name: str = Field(title="用途", min_length=1, max_length=60)
        days: int = Field(90, title="有效天数", ge=1, le=LONGEST_TOKEN)

    def check(self) -> None:
        if self.target.tokens.filter(revoked_at=None, expires_at__gt=self.at).count() >= MOST_TOKENS:
            self.refuse(f"最多同时有 {MOST_TOKENS} 个有效令牌，请先撤销不用的。")

    def execute(self) -> ApiToken:
        secret = f"zj_{secrets.token_urlsafe(32)}"
        token = ApiToken.objects.create(
            person=self.target,
            name=self.data.name,
            prefix=secret[:8],
            digest=token_digest(secret),
            expires_at=self.at + timedelta(days=self.data.days),
        )
        token.secret = secret
        return token

    def facts(self) -> Mapping[str, Any]:
        return {"person": self.target.pk, "days": self.data.days}


class RevokeToken(Action[ApiToken]):
    """A token stops working at once."""

    name = "authorities.revoke_token"
    title = "撤销访问令牌"
    model = ApiToken
    who = OWN_OR_ADMINISTRATOR
    when = holds("令牌没有撤销", lambda one: one.revoked_at is None, "这一令牌已经撤销。")

    def execute(self) -> ApiToken:
        self.target.revoked_at = self.at
        self.target.save(update_fields=["revoked_at"])
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"person": self.target.person_id, "prefix": self.target.prefix}
