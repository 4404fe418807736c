"""The parts that people have in judging alike, and when a step of it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhuangjian.apps.authorities.models import Authority, Role
from zhuangjian.apps.conduct.practice import practised
from zhuangjian.apps.rectification.who import LOCAL_ROLES
from zhuangjian.apps.standards.models import (
    ArrangementStage,
    GuideStage,
    MockStage,
    OpinionStage,
    ProposalStage,
    QuestionStage,
)
from zhuangjian.kernel.asking import Actor, No, Who
from zhuangjian.kernel.people import Oneself, TheSystem, Those, holders
from zhuangjian.kernel.states import At


def top_of(authority: Authority) -> Authority:
    """The authority that stands over all units of the region: it answers for how rules are applied."""
    while authority.parent is not None:
        authority = authority.parent
    return authority


def _of_top(*roles: Role) -> Any:
    return lambda person, case: (
        person is not None
        and person.has(*roles)
        and person.authority is not None
        and person.authority.parent_id is None
    )


WRITERS = Those("省级监管部门的计划管理员、负责人", _of_top(Role.PROGRAMME_OFFICER, Role.HEAD))
ASKERS = Those("监管部门的人员", lambda person, case: person is not None and person.scope.official)
ANSWERERS = holders(
    "答复单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的计划管理员、负责人",
)
HEAD = holders(
    "发布单位负责人",
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}负责人",
)
ASKER = Oneself(lambda case: case.asked_by_id, "提问人本人")


@dataclass(frozen=True)
class AnotherThan(Who[Any]):
    """Not the one who wrote it, as long as the house rule stands."""

    column: str = "written_by_id"

    def why_not(self, person: Actor | None, case: Any, at: datetime | None = None) -> No | None:
        """The writer is told the rule."""
        rule = practised("written_approved_by_another", at)
        if rule is None or person is None or getattr(case, self.column) != person.pk:
            return None
        return No("起草人不审定自己起草的内容。", article=rule.article, missing=("本单位其他负责人的审定",))

    def words(self, case: Any = None) -> str:
        """Who is left out, in Chinese."""
        return "起草人除外"


def at_guide(*stages: GuideStage) -> At:
    """While a version stands there."""
    return At(stages, "这一版", lambda _, case: (GuideStage(case.stage), case.get_stage_display()))


def at_question(*stages: QuestionStage) -> At:
    """While a question stands there."""
    return At(stages, "这一提问", lambda _, case: (QuestionStage(case.stage), case.get_stage_display()))


def at_opinion(*stages: OpinionStage) -> At:
    """While an opinion stands there."""
    return At(stages, "这份文件", lambda _, case: (OpinionStage(case.stage), case.get_stage_display()))


def at_arrangement(*stages: ArrangementStage) -> At:
    """While an arrangement stands there."""
    return At(stages, "这一事项", lambda _, case: (ArrangementStage(case.stage), case.get_stage_display()))


def at_mock(*stages: MockStage) -> At:
    """While a mock case stands there."""
    return At(stages, "比对案例", lambda _, case: (MockStage(case.stage), case.get_stage_display()))


def at_proposal(*stages: ProposalStage) -> At:
    """While a proposal stands there."""
    return At(stages, "这一建议", lambda _, case: (ProposalStage(case.stage), case.get_stage_display()))


def _speaks(person: Any, party_id: Any) -> bool:
    return person is not None and person.has(Role.ENTERPRISE_CONTACT) and party_id in person.scope.parties


COMMENTERS = Those(
    "监管部门的人员和企业联系人",
    lambda person, case: person is not None and (person.scope.official or bool(person.scope.parties)),
)
PUBLIC = TheSystem("不登录的公众")
OFFICE_OF_OPINION = holders(
    "起草单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.opinion.authority_id,
    named=lambda case: f"{case.opinion.authority}的计划管理员、负责人",
)
CONTACTS = Those("企业联系人", lambda person, case: case is not None and _speaks(person, case.pk))
PARTY = Those("企业联系人", lambda person, case: case is not None and _speaks(person, case.party_id))
CHECKERS = holders(
    "核对单位的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的经办人员",
)
PROPOSERS = holders("监管部门的计划管理员、负责人", Role.PROGRAMME_OFFICER, Role.HEAD)
