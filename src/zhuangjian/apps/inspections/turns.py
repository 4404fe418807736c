"""Whose turn it can be in an inspection, from the team to the handing over (CQ 9 to 14)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.inspections.checkpoints import unanswered
from zhuangjian.apps.inspections.models import Inspection, MaterialRequest, RemoteSession, Seconding, Stage
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.who import at
from zhuangjian.kernel import turns
from zhuangjian.kernel.turns import Holder, Turn


def _turn(kind: str, title: str, **more: Any) -> Turn[Inspection]:
    return turns.turn(f"inspections.{kind}", title, on=Inspection, shown="{title}：{case.party.name}", **more)


def _head(case: Inspection) -> Holder:
    return Holder(authority=case.dispatching_unit, role="head")


def beginning(case: Inspection) -> str:
    """What the leader owes once the plan is approved: going there, or beginning from afar."""
    return "按方案开始非现场检查" if case.off_site else ""


def _leader(case: Inspection) -> Holder:
    return Holder(person=case.leader().person)


TEAM = _turn("team", "组建检查组", cites="team", whose=_head)
PLAN = _turn("plan", "编制检查方案", cites="plan", whose=_leader)
APPROVE = _turn("approve", "批准检查方案", whose=_head)
ARRIVE = _turn("arrive", "按方案到场检查", cites="arrival", whose=_leader)
OPENING = _turn("opening", "召开首次会议", cites="opening", whose=_leader)
# One batch of results does not end it; the closing meeting and an obstruction do.
FINDINGS = _turn(
    "findings",
    "逐项检查并记录结果",
    cites="change",
    until=lambda case: case.stage not in EXAMINING or not unanswered(case),
)
CLOSING = _turn("closing", "检查完毕召开末次会议", cites="closing", whose=_leader)
TELL = _turn("tell", "告知检查结果、听取意见", cites="closing", whose=_leader)
HAND_IN = turns.turn(
    "inspections.hand_in",
    "按要求提交材料",
    on=MaterialRequest,
    shown=lambda case: f"按要求提交：{case.text[:40]}",
    event="要求提交材料",
    cites="off_site_way",
    whose=lambda case: Holder(party=case.party),
)
JUDGE = turns.turn(
    "inspections.judge_material",
    "审核提交的材料",
    on=MaterialRequest,
    shown="审核{case.party.name}提交的材料（第{case.no}项）",
    event="收到材料",
    cites="off_site_way",
    whose=lambda case: _leader(case.inspection),
)
SESSION = turns.turn(
    "inspections.session",
    "举行远程检查并登记经过",
    on=RemoteSession,
    shown="举行远程检查并登记经过：{case.inspection.party.name}",
    page="/inspections/{case.inspection.public_id}/offsite/",
    event="约定远程检查",
    cites="off_site_way",
    party=lambda case: case.inspection.party,
    whose=lambda case: _leader(case.inspection),
)
ASSESS = _turn(
    "assess_off_site",
    "评估风险，决定是否现场检查",
    event="交付非现场检查记录",
    cites="off_site",
    whose=lambda case: Holder(authority=case.organising_unit, role=role_in(case.organising_unit, OFFICE)),
)
ANSWER = _turn(
    "answer",
    "核实陈述申辩",
    whose=_leader,
    until=lambda case: not case.statements.filter(answered_at=None).exists(),
)
CONCLUDE = _turn("conclude", "作出检查结论", cites="conclusion", whose=_leader)
RECORD = _turn("record", "制作现场检查记录", cites="record")
# A record that is taken back needs no signature any more.
SIGN = _turn("sign", "签署现场检查记录", each=True, while_=at(Stage.RECORDED))
PARTY_SIGN = _turn("party_sign", "请被检查对象负责人签字或者盖章", while_=at(Stage.RECORDED))
DELIVER = _turn("deliver", "向被检查对象交付记录", whose=_leader)
SUBMIT = _turn("submit_record", "报送检查记录和资料", cites="evaluation", whose=_leader)
EVALUATE = _turn("evaluate", "综合评定并出具结论", cites="evaluation", whose=_head)
NAME_ASSISTANTS = turns.turn(
    "inspections.name_assistants",
    "安排协助人员",
    on=Seconding,
    shown="{case.asked_from}要求派{case.count}人协助检查",
    event="上级要求派员",
    cites="seconding",
    party=lambda case: None,
    whose=lambda case: Holder(authority=case.unit, role=role_in(case.unit, OFFICE)),
)
TAKE_ASSISTANTS = turns.turn(
    "inspections.take_assistants",
    "把协助人员编入检查组",
    on=Seconding,
    shown="把{case.unit}安排的协助人员编入检查组",
    event="下级安排人员",
    cites="seconding",
    party=lambda case: None,
    whose=lambda case: _head(case.inspection),
)
NOTE_ARRANGEMENT = turns.turn(
    "inspections.note_arrangement",
    "收悉协助安排",
    on=Seconding,
    shown="收悉协助检查的安排，服从统一安排",
    event="编入检查组",
    cites="seconding",
    party=lambda case: None,
    each=True,
)
DECIDE_CHANGE = _turn(
    "decide_change",
    "决定变更申请",
    whose=_head,
    until=lambda case: not case.changes.filter(decided_at=None).exists(),
)
