"""The demo's guidance of enterprises, where the place has it: a committee, one enterprise guided, one visit to be answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.guidance.actions.pairing import helpers
from zhuangjian.apps.guidance.law import moments_here, pairs
from zhuangjian.apps.guidance.models import Pairing, PairingList
from zhuangjian.apps.improvement.who import WORKERS
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Jurisdiction

EXPERTS = (
    ("贺清", "省药品检验检测院", "testing", "微生物检验和留样"),
    ("高砚", "省保健品化妆品行业协会", "trade", "质量体系文件"),
    ("钱屿", "某化妆品股份有限公司", "trade", "物料和供应商管理"),
)
PLAN = {
    "aims": "质量体系文件与实际操作不一致，留样观察没有按规程进行。",
    "measures": "对照检查要点逐章核对文件；现场示范留样观察；一个月后回访。",
}
VISIT = {
    "kind": "on_site",
    "people": "贺清、高砚",
    "found": "留样柜没有温度记录，观察记录只写“正常”。",
    "advised": "按品种写明观察项目和周期，异常的立即上报质量安全负责人。",
}


def told(cast: Any, day: date) -> None:
    """A committee of three; the contact's enterprise is guided, and its second visit waits for an answer."""
    if not moments_here(day):
        return

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[f"guidance.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    term = {"since": date(day.year, 1, 1), "until": date(day.year + 2, 12, 31)}
    experts = [
        do("appoint", cast.jihua, None, 90, name=name, unit=unit, field=field, expertise=expertise, **term)
        for name, unit, field, expertise in EXPERTS
    ]
    party = cast.qiye.contact_for.order_by("pk").first().party
    units = set(Jurisdiction.objects.unrestricted().filter(party=party).values_list("authority", flat=True))
    officers = [one for one in cast.people.values() if one.has(*WORKERS)]
    opener = next(one for one in officers if one.authority_id in units)
    row = do("open", opener, party, 80, because="上次检查的缺陷集中在体系文件和留样")
    officer = next(one for one in officers if one.authority_id == row.authority_id)
    until = moment(day, 70).date() + timedelta(days=180)
    row = do(
        "make_plan",
        officer,
        row,
        75,
        **PLAN,
        expert=experts[0].pk,
        second_expert=experts[1].pk,
        starts_on=moment(day, 70).date(),
        ends_on=until,
    )
    row = do("confirm", cast.qiye, row, 73, opinion="希望先讲留样和检验记录。")
    first = do("enter_visit", officer, row, 60, held_on=moment(day, 60).date(), **VISIT)
    do("answer_visit", cast.qiye, first, 50, improved="已按品种重写观察规程，留样柜装了温度记录仪。")
    if pairs(day):
        _paired(do, cast, party, day)
    again = VISIT | {"found": "观察记录已按品种填写，两个品种没有写明异常的处理。"}
    do("enter_visit", officer, row, 6, 15, held_on=moment(day, 6).date(), **again)


def _paired(do: Any, cast: Any, party: Any, day: date) -> None:
    """The list of the year: the contact's enterprise asked to be on it, the leading unit has to decide."""
    days = {"wishes_until": day + timedelta(days=10), "settle_by": day + timedelta(days=30)}
    listing: PairingList = do("open_pairing", cast.jihua, None, 20, year=day.year, **days)
    wish = "只有一名质量人员，希望帮助理顺物料验收和留样制度。"
    do("wish_pairing", cast.qiye, party, 15, wish=wish)
    found = Pairing.objects.unrestricted().filter(listing=listing, wished_at=None).first()
    helper = helpers(found.party)[:1] if found else []
    if found and helper:
        reason = "规模小，上次检查缺陷较多"
        do("decide_pairing", cast.jihua, found, 8, decision="listed", reason=reason, supporter=helper[0].pk)
