"""Setting up the tree of authorities (CQ 4)."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.authorities.who import KEEPS_ACCOUNTS
from zhuangjian.apps.ledger.act import Act, Change, Fields, M, Options, Values
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.states import always, holds


class _Authority(Act[M, Authority | None]):
    """What adding and changing share: only administrators, and a tree without circles."""

    cites = "authorities"
    model = Authority
    who = KEEPS_ACCOUNTS
    when = always

    class Input(Fields):
        """The authority as it is from now on."""

        name: str = Field(title="名称", min_length=2, max_length=120)
        short_name: str = Field(title="简称", min_length=1, max_length=40)
        kind: AuthorityKind = Field(title="类别")
        region_code: str = Field(
            title="行政区划代码", pattern=r"^[0-9]{6}$", description="六位数字，如 500103"
        )
        parent: int | None = Field(None, title="上级单位")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: M) -> Options:
        """The kinds, and the authorities in use, without itself."""
        rows = Authority.objects.unrestricted().filter(is_active=True)
        if case is not None:
            rows = rows.exclude(pk=case.pk)
        return {
            "kind": AuthorityKind.choices(),
            "parent": [(row.pk, row.name) for row in rows],
        }

    def check(self) -> Authority | None:
        """A name of its own, and a superior that is not below it. Gives the superior."""
        own = self.case.pk if self.case is not None else 0
        if Authority.objects.filter(name=self.data.name).exclude(pk=own).exists():
            self.refuse(f"已有名为“{self.data.name}”的单位。")
        parent = None
        if self.data.parent is not None:
            parent = Authority.objects.filter(pk=self.data.parent, is_active=True).first()
            if parent is None:
                self.refuse("上级单位不存在或已停用，请重新选择。")
        above = parent
        while above is not None:
            if above.pk == own:
                self.refuse("上级单位不能是本单位自己或其下级。")
            above = above.parent
        return parent

    def do(self, found: Authority | None) -> Change:
        """The authority under its superior, with what was filled in."""
        given = self.data
        row = self.case if isinstance(self.case, Authority) else Authority()
        row.name, row.short_name, row.kind = given.name, given.short_name, given.kind
        row.region_code, row.parent = given.region_code, found
        row.save()
        facts = {"kind": given.kind, "region_code": given.region_code, "parent": given.parent}
        return Change(row, facts)


class AddAuthority(_Authority[None]):
    """An authority joins the tree."""

    name = "authorities.add_authority"
    title = "增加单位"
    creates = True


class ChangeAuthority(_Authority[Authority]):
    """An authority's name, kind, place or superior changes."""

    name = "authorities.change_authority"
    title = "修改单位"

    @classmethod
    def initial(cls, person: Person, case: Authority) -> Values:
        """What is registered of the authority now."""
        return {
            "name": case.name,
            "short_name": case.short_name,
            "kind": case.kind,
            "region_code": case.region_code,
            "parent": case.parent_id or "",
        }


class CloseAuthority(Act[Authority]):
    """An authority is no longer in use; its past stays."""

    name = "authorities.close_authority"
    title = "停用单位"
    cites = "authorities"
    who = KEEPS_ACCOUNTS
    when = holds("单位在用", lambda one: one.is_active, "这一单位已经停用。")

    def check(self) -> None:
        """Nobody works there any more, and no authority in use is below it."""
        if self.case.people.filter(is_active=True).exists():
            self.refuse("该单位还有在用的人员账号，请先调离或停用。")
        if self.case.children.filter(is_active=True).exists():
            self.refuse("该单位还有在用的下级单位，请先停用或改换上级。")

    def do(self, found: None) -> Change:
        """It is no longer in use."""
        self.case.is_active = False
        self.case.save(update_fields=["is_active"])
        return Change(self.case)
