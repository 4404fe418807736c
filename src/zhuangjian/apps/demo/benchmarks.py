"""The demo's selection of benchmark enterprises, where the place has it: one titled, one published, one being scored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.benchmark.law import criteria_here, themes
from zhuangjian.apps.benchmark.record import grounds
from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Contact, Jurisdiction, Party

MEMBERS = ("erzu", "shencha", "shencha2", "zuzhang")
CONTACTS = (("biaogan", "柳蔚"), ("biaogan2", "江晚"), ("biaogan3", "范栩"))
PROOF = (
    "制度汇编第三版，修订记录 12 份",
    "放行记录 214 批，质量安全负责人任命文件",
    "风险评估报告两份，供应商审计记录",
    "投诉和不良反应季度分析",
    "灌装、乳化工序验证报告",
    "检验室能力表，留样观察台账",
    "追溯演练记录，3 小时完成",
    "召回演练报告",
)

PRACTICES = (
    {
        "title": "批次双向追溯三小时完成",
        "text": "原料入库、称量、灌装、装箱逐级扫码，原料批号和成品批号互相可查；每季度演练一次，最近一次用时三小时。",
    },
    {
        "title": "体系文件按岗位重写",
        "text": "把三级文件改写成岗位作业卡，修订由岗位人员试行一周后定稿；内审发现的文件不符由十一项降到两项。",
    },
)


def _clean(cast: Any, day: date) -> Iterator[Party]:
    """Makers whose record excludes nothing, other than the contact's own."""
    rows = Jurisdiction.objects.unrestricted().filter(
        authority__in=[cast.authorities[name] for name in ("municipal", "bureau1", "bureau2")],
        party__contacts=None,
        party__kind_rows__kind="manufacturer",
    )
    seen = set()
    for one in rows.select_related("party").order_by("-pk")[:60]:
        if one.party_id not in seen and not grounds(one.party_id, day, whole=True):
            seen.add(one.party_id)
            yield one.party


def told(cast: Any, day: date) -> None:
    """Three makers with a clean record: one has the title, one is published with an objection, one waits for its scores."""
    criteria = criteria_here(day)
    if not criteria:
        return

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[name], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    people = [cast.people[name] for name in MEMBERS]
    term = {"since": date(day.year, 1, 1), "until": date(day.year + 2, 12, 31)}
    for one in people:
        given = {"name": one.name, "unit": one.authority.name, "field": "inspector", "account": one.username}
        do("guidance.appoint", cast.jihua, None, 90, **given, expertise="生产质量管理", **term)
    proof = "\n".join(
        f"{one.code} | {words}" for one, words in zip(criteria, PROOF * len(criteria), strict=False)
    )
    for n, ((username, name), party) in enumerate(zip(CONTACTS, _clean(cast, day), strict=False)):
        contact = Person.objects.create_user(username, None, name=name, roles=("enterprise_contact",))
        Person.objects.filter(pk=contact.pk).update(password=cast.qiye.password)
        Contact.objects.create(person=contact, party=party)
        enrol(contact)
        start = (60, 25, 8)[n]
        row = do("benchmark.apply", contact, party, start, evidence=proof)
        row = do("benchmark.invite", cast.jihua, row, start - 2, members=[one.pk for one in people])
        for member in people[: 1 if n == 2 else 4]:
            do("benchmark.declare", member, row, start - 3, interest=False)
            said = "\n".join(
                f"{one.code} | {86 + (n + len(one.code)) % 9} | 证据与记录一致" for one in criteria
            )
            do("benchmark.score", member, row, start - 4, points=said)
        if n == 2:
            continue
        row = do("benchmark.publish", cast.jihua, row, (40, 3)[n])
        if n:
            do(
                "concern.receive", None, None, 2, 20, kind="objection", subject=row.name, about=row.public_id,
                text="该企业去年有一批面膜召回，公示中没有说明召回的处理情况。", code="DEMO-DEMO-DEMO-DEM9",
            )  # fmt: skip
        else:
            row = do(
                "benchmark.decide", cast.juzhang, row, 25, decision="grant", reason="评审和公示没有问题。"
            )
            one = do("benchmark.write_practice", contact, row, 20, theme=themes(day)[-1], **PRACTICES[0])
            do("benchmark.check_practice", cast.juzhang, one, 18, agreed=True)
            do("benchmark.write_practice", contact, row, 4, theme=themes(day)[0], **PRACTICES[1])
            do("benchmark.recommend", cast.juzhang, row, 10, note="国家药监局质量管理体系提升示范")
    event = {"kind": "lecture", "title": "企业家上讲台：追溯体系怎样建立", "place": "省局报告厅"}
    row = do(
        "benchmark.plan_event", cast.jihua, None, 7, **event, held_on=day + timedelta(days=14),
        speaker="标杆企业质量安全负责人", about="从原料批号到成品批号逐级扫码的做法，现场答疑。",
    )  # fmt: skip
    own = cast.qiye.contact_for.order_by("pk").values_list("party_id", flat=True)[0]
    do("benchmark.join", cast.qiye, row, 5, party=own, people="质量负责人、仓储主管")
    support = {"kind": "enabling", "title": "为标杆企业变更许可事项提供一次性指导"}
    unit = cast.authorities["bureau1"].pk
    do("benchmark.plan_support", cast.jihua, None, 20, **support, owner=unit, due=day + timedelta(days=30))
