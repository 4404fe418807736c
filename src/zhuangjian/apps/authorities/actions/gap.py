"""An administrator puts on record that the ledger lost its end, and lets it go on."""

from __future__ import annotations

import json

from django_otp import devices_for_user
from pydantic import Field, SecretStr

from zhuangjian.apps.authorities.actions.accounts import PASSWORD
from zhuangjian.apps.authorities.actions.own import own_password, second_factor_on
from zhuangjian.apps.authorities.who import ADMINISTRATOR
from zhuangjian.apps.ledger import chain, gaps, heads, verify_chain
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.states import always


class DeclareGap(Act[None, gaps.Lost]):
    """It goes on record that the ledger lost its end. Refused when what is left was changed as well."""

    name = gaps.ACTION
    title = "登记账本缺口"
    model = Entry
    creates = True
    in_person = True
    who = ADMINISTRATOR
    when = always

    class Input(Fields):
        """What is known of the loss, who says so, and the head that was signed last."""

        reason: str = Field(
            title="原因",
            min_length=10,
            max_length=2000,
            description="何时、为何丢失，怎样查明的，丢失的事项怎样补办",
        )
        password: SecretStr = Field(title="本人的密码", json_schema_extra=PASSWORD)
        code: str = Field("", title="动态口令", max_length=6, description="启用了动态口令的必须填写")
        head: str = Field(
            "",
            title="另存的树头（JSON）",
            description="恢复了备份时，填写恢复以前最新的树头；不填则用本机保存的",
        )

    data: Input

    def prepare(self) -> None:
        """Who it is, and a walk over the whole chain: a gap is declared over nothing that is damaged otherwise."""
        own_password(self.actor, self.data.password.get_secret_value(), "密码不正确。")
        if second_factor_on(self.actor) and not self._code_holds():
            self.refuse("动态口令不正确，请用认证器最新显示的 6 位数字。")
        self._examined()
        fault = next(iter(verify_chain.faults(chain.algorithm())), None)
        if fault is not None:
            self.refuse(f"{fault.where}：{fault.what}。余下的账本另有损坏，不能登记为缺口，请先查明。")

    def _code_holds(self) -> bool:
        code = self.data.code
        return (
            code.isascii()
            and code.isdecimal()
            and any(d.verify_is_allowed()[0] and d.verify_token(code) for d in devices_for_user(self.person))
        )

    def _examined(self) -> gaps.Lost:
        if not self.data.head:
            return gaps.examine()
        try:
            return gaps.examine(json.loads(self.data.head))
        except (ValueError, RecursionError):
            raise Refusal("另存的树头不是 JSON，请用 zhuangjian ledger head --format json 的输出。") from None

    def check(self) -> gaps.Lost:
        """The head given is the newest that is known, and nothing but the end is lost."""
        found = self._examined()
        kept = heads.last_head()
        if kept is not None and kept.size > found.head.size:
            self.refuse(f"本机保存的树头更新（{kept.size} 条），请登记那一个。")
        return found

    def do(self, found: gaps.Lost) -> Change:
        """The ledger goes on after its last entry, and says openly what is lost."""
        facts = {"reason": self.data.reason, "remaining": found.remaining, "lost": found.recorded()}
        return Change(Entry.objects.get(seq=found.remaining), facts)
