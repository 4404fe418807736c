"""The parts that people have in training, as values."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.authorities.segregation import leads
from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.training.models import Audience
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.people import Oneself, TheSystem, Those, holders

OFFICE = (Role.PROGRAMME_OFFICER, Role.HEAD)


def of_audience(person: Any, audience: str) -> bool:
    """Whether a course or an examination is for people like this one."""
    if person is None:
        return False
    if audience == Audience.ENTERPRISES:
        return bool(person.has(Role.ENTERPRISE_CONTACT))
    return person.authority_id is not None and bool(person.has(*OFFICIALS))


# Whoever of an authority plans its work plans its training, and keeps its bank.
TRAINERS = holders("监管部门的计划管理员、负责人", *OFFICE)


def _held_by(case: Any) -> Any:
    return case.authority_id


HOLDERS = holders("举办单位的计划管理员、负责人", *OFFICE, unit=_held_by)
HOLDERS_OF_SESSION = holders(
    "举办单位的计划管理员、负责人", *OFFICE, unit=lambda case: case.course.authority_id
)
LEARNERS = Those("课程所面向的人员", lambda person, case: of_audience(person, case.course.audience))
LEARNER = Oneself(lambda case: case.person_id, "学员本人")
EXAMINEES = Those("考试所面向的人员", lambda person, case: of_audience(person, case.audience))
EXAMINEE = Oneself(lambda case: case.person_id, "考生本人")
EXAMINEE_OF_QUESTION = Oneself(lambda case: case.sitting.person_id, "考生本人")
# When the time is over nobody else is needed to hand the paper in.
HANDS_IN = any_of(EXAMINEE, TheSystem())
BANK = holders("题库所属单位的计划管理员、负责人", *OFFICE, unit=_held_by)
BANK_OF_VERSION = holders(
    "题库所属单位的计划管理员、负责人", *OFFICE, unit=lambda case: case.item.authority_id
)
HEAD_OF_EXAM = holders("组织单位的负责人", Role.HEAD, unit=_held_by)
CERTIFIERS = holders("组织单位的负责人", Role.HEAD, unit=lambda case: case.sitting.exam.authority_id)
LEADERS = Those(
    "其本人以外的本单位、上级单位负责人",
    lambda person, case: person is not None and leads(person, case) and person.pk != case.pk,
)
LEADERS_OF_ENTRY = Those(
    "其本人以外的本单位、上级单位负责人",
    lambda person, case: person is not None and leads(person, case.person) and person.pk != case.person_id,
)
SYSTEM = TheSystem("系统的后台任务")
CONTACTS = Those(
    "企业联系人",
    lambda person, case: (
        person is not None and person.has(Role.ENTERPRISE_CONTACT) and case.pk in person.scope.parties
    ),
)
CONTACTS_OF_POST = Those(
    "企业联系人",
    lambda person, case: (
        person is not None and person.has(Role.ENTERPRISE_CONTACT) and case.party_id in person.scope.parties
    ),
)
