"""Key posts of an enterprise: who holds them since when, as the enterprise says it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.training.law import key_posts
from zhuangjian.apps.training.models import KeyPost
from zhuangjian.apps.training.who import CONTACTS, CONTACTS_OF_POST
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import always, holds


class DeclarePost(Act[Party, Person | None]):
    """Say who holds a key post from when on, with what they bring to it."""

    name = "training.declare_post"
    title = "登记关键岗位人员"
    cites = "key_posts"
    who = CONTACTS
    when = always

    class Input(Fields):
        """Which post, who, since when."""

        post: str = Field(title="岗位")
        name: str = Field(title="姓名", min_length=1, max_length=60)
        since: date = Field(title="任职起")
        background: str = Field(
            title="学历、专业和从业经历",
            min_length=1,
            max_length=300,
            json_schema_extra={"widget": "textarea", "rows": 2},
        )
        account: str = Field(
            "",
            title="账号",
            max_length=60,
            description="本人在本系统有账号的填登录名，培训和考试结果随之列出",
        )

    data: Input

    @classmethod
    def choices(cls, person: Any, case: Party) -> Options:
        """The posts that the pack lists."""
        return {"post": [(one, one) for one in key_posts(timezone.localdate())]}

    def check(self) -> Person | None:
        """A post of the list, begun, not held by the same person already; an account of this enterprise."""
        if self.data.post not in key_posts(self.today):
            self.refuse("请从列出的岗位中选择。", "岗位")
        if self.data.since > self.today:
            self.refuse(f"{chinese_date(self.data.since)}还没有到，到任后再登记。", "任职起")
        held = KeyPost.objects.unrestricted().filter(
            party=self.case, post=self.data.post, name=self.data.name, until=None
        )
        if held.exists():
            self.refuse(f"{self.data.name}已经登记为{self.data.post}。")
        if not self.data.account:
            return None
        found = Person.objects.unrestricted().filter(username=self.data.account, is_active=True).first()
        if found is None or self.case.pk not in found.scope.parties:
            self.refuse(f"“{self.data.account}”不是本企业联系人的账号。", "账号")
        return found

    def do(self, found: Person | None) -> Change:
        """On record."""
        made = KeyPost.objects.create(
            party=self.case,
            post=self.data.post,
            name=self.data.name,
            since=self.data.since,
            background=self.data.background,
            account=found,
            declared_by=self.actor,
            declared_at=self.at,
        )
        return Change(made, {"party": self.case.pk, "post": made.post})


class EndPost(Act[KeyPost]):
    """Say that somebody no longer holds a key post."""

    name = "training.end_post"
    title = "登记离任"
    cites = "key_posts"
    who = CONTACTS_OF_POST
    when = holds("仍在任", lambda case: case.until is None, "已经登记离任。")

    class Input(Fields):
        """Until when, and why."""

        until: date = Field(title="任职止")
        reason: str = Field(title="原因", min_length=1, max_length=200)

    data: Input

    def check(self) -> None:
        """Not before it began, not in the future."""
        if not self.case.since <= self.data.until <= self.today:
            self.refuse(f"任职止应当在{chinese_date(self.case.since)}至今天之间。", "任职止")

    def do(self, found: None) -> Change:
        """Ended."""
        self.case.until, self.case.reason = self.data.until, self.data.reason
        self.case.save()
        return Change(self.case)
