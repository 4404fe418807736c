"""What every step of a rectification has in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from zhuangjian.apps.ledger.act import Act, Options, R
from zhuangjian.apps.rectification import problems, steps
from zhuangjian.apps.rectification.models import Problem, ProblemState, Rectification, RectificationStage
from zhuangjian.apps.rectification.who import LOCAL
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.kernel.asking import Asked, Who

AREA: dict[str, Any] = {"widget": "textarea", "rows": 4}


class RectificationAct(Act[Rectification, R]):
    """One step in one rectification: the local authority's, unless it says otherwise."""

    cites = "rectification"
    who: ClassVar[Who[Any]] = LOCAL
    guards: ClassVar[tuple[Asked[Any], ...]] = (NO_INTEREST,)

    def move(self, stage: RectificationStage, **fields: object) -> Rectification:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage}).items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case

    def chosen(self, wanted: Sequence[int], *states: ProblemState) -> list[Problem]:
        """The problems named by number, or all in these states when none is named; a Refusal for any other."""
        open_to = problems.among(self.case, *states)
        if not wanted:
            return open_to
        if unknown := sorted(set(wanted) - {p.no for p in open_to}):
            words = "、".join(str(p.no) for p in open_to) or "没有"
            self.refuse(
                f"{problems.spelled(unknown)}不在这一步可以办理的缺陷之中（现可办理：{words}）。",
                "有效的缺陷序号",
            )
        return [p for p in open_to if p.no in set(wanted)]

    def settle(
        self, touched: Iterable[Problem], state: ProblemState, *, returned: bool = False
    ) -> Rectification:
        """Put these problems into a state, and the rectification where all of them together stand."""
        for problem in touched:
            problem.state = state
            problem.save()
        every = list(self.case.problems.all())
        back = returned or self.case.stage == RectificationStage.RETURNED
        stage = problems.stage_of(every, returned=back)
        return self.move(stage, next_due=problems.next_due(every))

    def ask_for_the_rest(self, moved: Rectification, event: str, title: str = "") -> None:
        """What is still with the enterprise is owed by the nearest of its limits."""
        rest = problems.among(moved, *problems.WITH_PARTY)
        if not rest:
            return
        words = title or f"完成{problems.spelled(problems.numbers(rest))}的整改并报送整改报告"
        steps.ask_party(self, moved, words, event, moved.limit)


def by_number(case: Rectification, *states: ProblemState) -> Options:
    """The choice ``covers``: the problems in these states, by number and text."""
    rows = case.problems.filter(state__in=states).select_related("deficiency").order_by("no")
    return {"covers": [(p.no, f"{p.no}. {p.deficiency.text}") for p in rows]}
