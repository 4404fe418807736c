"""Setting up the tree of authorities (CQ 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.authorities.who import KEEPS_ACCOUNTS
from zhuangjian.apps.ledger.action import Action
from zhuangjian.apps.ledger.action import Input as Base
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.states import always, holds


class _Authority(Action[Authority]):
    """What adding and changing share: only administrators, and a tree without circles."""

    cites = "authorities"
    model = Authority
    who = KEEPS_ACCOUNTS
    when = always

    class Input(Base):
        name: str = Field(title="名称", min_length=2, max_length=120)
        short_name: str = Field(title="简称", min_length=1, max_length=40)
        kind: AuthorityKind = Field(title="类别")
        region_code: str = Field(
            title="行政区划代码", pattern=r"^[0-9]{6}$", description="六位数字，如 500103"
        )
        parent: int | None = Field(None, title="上级单位")

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        rows = Authority.objects.unrestricted().filter(is_active=True)
        if target is not None:
            rows = rows.exclude(pk=target.pk)
        return {
            "kind": AuthorityKind.choices(),
            "parent": [(row.pk, row.name) for row in rows],
        }

    def check(self) -> None:
        own = self.target.pk if self.target is not None else None
        if Authority.objects.filter(name=self.data.name).exclude(pk=own).exists():
            self.refuse(f"已有名为“{self.data.name}”的单位。")
        self.parent = None
        if self.data.parent is not None:
            self.parent = Authority.objects.filter(pk=self.data.parent, is_active=True).first()
            if self.parent is None:
                self.refuse("上级单位不存在或已停用，请重新选择。")
        above = self.parent
        while above is not None:
            if above.pk == own:
                self.refuse("上级单位不能是本单位自己或其下级。")
            above = above.parent

    def facts(self) -> Mapping[str, Any]:
        return {"kind": self.data.kind, "region_code": self.data.region_code, "parent": self.data.parent}

    def fill(self, row: Authority) -> Authority:
        """Write the input into the row and save it."""
        row.name, row.short_name = self.data.name, self.data.short_name
        row.kind, row.region_code, row.parent = self.data.kind, self.data.region_code, self.parent
        row.save()
        return row


class AddAuthority(_Authority):
    """An authority joins the tree."""

    name = "authorities.add_authority"
    title = "增加单位"
    creates = True

    def execute(self) -> Authority:
        return self.fill(Authority())


class ChangeAuthority(_Authority):
    """An authority's name, kind, place or superior changes."""

    name = "authorities.change_authority"
    title = "修改单位"

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        return {
            "name": target.name,
            "short_name": target.short_name,
            "kind": target.kind,
            "region_code": target.region_code,
            "parent": target.parent_id or "",
        }

    def execute(self) -> Authority:
        return self.fill(self.target)


class CloseAuthority(Action[Authority]):
    """An authority is no longer in use; its past stays."""

    name = "authorities.close_authority"
    title = "停用单位"
    cites = "authorities"
    model = Authority
    who = KEEPS_ACCOUNTS
    when = holds("单位在用", lambda one: one.is_active, "这一单位已经停用。")

    def check(self) -> None:
        if self.target.people.filter(is_active=True).exists():
            self.refuse("该单位还有在用的人员账号，请先调离或停用。")
        if self.target.children.filter(is_active=True).exists():
            self.refuse("该单位还有在用的下级单位，请先停用或改换上级。")

    def execute(self) -> Authority:
        self.target.is_active = False
        self.target.save(update_fields=["is_active"])
        return self.target
