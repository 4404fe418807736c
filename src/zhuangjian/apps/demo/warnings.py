"""The demo's consultations on risk and letters: a measure open, an enterprise that answered and others that did not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.warning.models import Consultation, Recipient

HELD = {
    "attendees": "化妆品监管处、各稽查处、检验研究院",
    "minutes": "逐项研判风险信号和等级上升的企业，认为原料验收和放行环节问题集中。",
    "direct_cause": "原料验收没有核对检验报告，放行审核流于形式。",
    "system_cause": "供应商管理制度没有规定复核人，质量安全负责人不掌握放行情况。",
    "evidence": "近三次检查记录中放行要点的缺陷，两批抽检不合格报告。",
}
LETTER = {
    "kind": "alert",
    "title": "关于加强原料验收和产品放行管理的风险提示",
    "text": "近期检查和抽检发现，部分企业原料验收、产品逐批放行执行不到位，存在质量安全风险。",
    "lines": "原料供应商是否经过审核并留存记录\n每批原料是否核对检验报告\n每批产品是否经质量安全负责人审核放行",
}
ANSWER = (
    "供应商均已审核 | 供应商审核表12份",
    "每批核对检验报告 | 原料验收记录，本年度",
    "由质量安全负责人逐批放行 | 放行单，最近三批",
)


def told(cast: Any, day: date) -> None:
    """One consultation with a measure open and the next one planned, one letter answered by some."""

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[f"warning.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    def ago(days: int) -> date:
        return timezone.localdate(moment(day, days))

    row = do("call", cast.jihua, None, 40, months=3, due=ago(28))
    row = do("draft_agenda", cast.jihua, row, 32, extra="通报抽检情况")
    row = do("hold", cast.jihua, row, 30, 16, held_on=ago(30), **HELD)
    for title, unit, due in (
        ("对等级上升的企业开展有针对性的检查", "bureau1", day + timedelta(days=20)),
        ("向有关企业发风险提示函", "municipal", ago(14)),
    ):
        made = do("add_measure", cast.jihua, row, 29, title=title, unit=cast.authorities[unit].pk, due=due)
    do("finish_measure", cast.jihua, made, 19, note="提示函已发出，要求对照自查。", proof="提示函和通报页面")
    own = cast.qiye.contact_for.order_by("pk").values_list("party_id", flat=True)[0]
    kinds = list(Party.objects.unrestricted().get(pk=own).kind_rows.values_list("kind", flat=True))
    district = (
        Party.objects.unrestricted().get(pk=own).jurisdictions.order_by("authority__kind", "pk").first()
    )
    group = {"kinds": kinds, "district": district.authority_id if district else None}
    told = do(
        "draft_alert",
        cast.jihua,
        None,
        22,
        consultation=row.public_id,
        answer_by=day + timedelta(days=10),
        **group,
        **LETTER,
    )
    do("close", cast.jihua, row, 21, months=3)
    following = Consultation.objects.unrestricted().get(authority=row.authority, no=row.no + 1)
    do("draft_agenda", cast.jihua, following, 0, 8)
    do("send_alert", cast.juzhang, told, 20)
    own_row = Recipient.objects.unrestricted().get(alert=told, party_id=own)
    do("answer_check", cast.qiye, own_row, 12, answers="\n".join(ANSWER))
    later = {**LETTER, "title": "关于儿童化妆品标签问题的通报", "lines": "儿童化妆品标签是否与备案一致"}
    later |= {"kind": "problem", "text": "部分企业儿童化妆品标签与备案内容不一致，请对照自查。"}
    second = do(
        "draft_alert",
        cast.jihua,
        None,
        6,
        answer_by=day + timedelta(days=15),
        **{**later, "kinds": kinds, "district": group["district"]},
    )
    do("send_alert", cast.juzhang, second, 5)
