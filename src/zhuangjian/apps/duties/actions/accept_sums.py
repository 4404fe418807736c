"""The examination of a table whose rows do not agree with their sums: accepted as found, openly."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.duties.altered import examiners
from zhuangjian.apps.ledger import verify_sums
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import MovedOn
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import snapshot
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.people import Those
from zhuangjian.kernel.states import always


def examines(person: Any) -> bool:
    """An auditor; where nobody audits, an administrator."""
    role, _ = examiners()
    return person is not None and role != "" and person.has(role)


class AcceptSums(Act[None, verify_sums.Finding]):
    """What the verification found in one table has been examined and is taken as it is: with reason, by name.

    Nothing but the difference that the code names is accepted; what was altered since stays found.
    """

    name = verify_sums.ACCEPTED
    title = "接受数据表与行摘要和的不符"
    model = Entry
    creates = True
    in_person = True
    who = Those("审计员（没有审计员时由系统管理员）", lambda person, case: examines(person))
    when = always

    class Input(Fields):
        """Which difference, by its code, and what its examination came to."""

        code: str = Field(
            title="核查编号",
            min_length=1,
            max_length=40,
            description="核对结果中这张表的不符之处所注明的编号",
        )
        reason: str = Field(
            title="核查情况",
            json_schema_extra={"widget": "textarea"},
            min_length=10,
            max_length=2000,
            description="改了什么、谁改的、怎样查明，为什么接受现状；报告了谁",
        )

    data: Input

    def prepare(self) -> None:
        """Compare every table, as it stands at one moment."""
        self.seen = self._accepted()
        with snapshot():
            found = next((f for f in verify_sums.findings() if f.code == self.data.code), None)
        if found is None:
            self.refuse("没有这一编号的不符之处：可能已被接受、已恢复，或此后又有改动。请重新核对后再办理。")
        if not found.readable:
            raise Refusal("这张表有行读不出来，不能接受。请先由系统管理员从备份恢复。")
        self.compared = found

    def check(self) -> verify_sums.Finding:
        """Nothing was accepted while the tables were compared."""
        if self._accepted() != self.seen:
            raise MovedOn
        return self.compared

    @staticmethod
    def _accepted() -> int:
        return Entry.objects.filter(action=verify_sums.ACCEPTED).count()

    def do(self, found: verify_sums.Finding) -> Change:
        """Nothing changes but what the entry says of the table's sum."""
        facts = {**found.facts(), "reason": self.data.reason}
        return Change(Entry.objects.order_by("-seq")[0], facts, totals=found.accept)
