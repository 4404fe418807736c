"""The demo's letters: asked for and given assistance, joint inspections, notices, one for the police, one between units."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from PIL import Image

from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.letters import letters_of
from zhuangjian.engines.rules.vocabulary import LetterKind

PROVINCE, NATIONAL = "邻省药品监督管理局", "国家药品监督管理局"
CONTACT = {"contact_name": "王岫", "contact_way": "000-60000000"}
ASKED: dict[str, Any] = {
    "kind": "assistance",
    "reasons": "案件调查需要核实原料供应商的供货情况",
    "matters": "调取供货合同、出库单，询问仓库负责人",
    **CONTACT,
}


class Post:
    """Writes, sends and registers letters at days before the demo's own."""

    def __init__(self, cast: Any, day: date) -> None:
        self.cast, self.day = cast, day

    def do(self, name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        """One act on a letter, so many days ago."""
        at = min(moment(self.day, before, hour), timezone.now())
        found = perform(ACTIONS[f"cooperation.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    def sent(self, person: Any, before: int, annex: bool = False, /, **data: Any) -> Letter:
        """A letter that went out."""
        row = self.do("write", person, None, before, **data)
        if annex:
            row = self.do("annex", person, row, before, 10, file=_picture(), title="供货记录照片")
        return self.do("send", person, row, before, 11)  # type: ignore[no-any-return]

    def came(self, before: int, number: int, /, **data: Any) -> Letter:
        """A letter of another province that the municipal authority registered."""
        given: dict[str, Any] = {
            "body_name": PROVINCE,
            "number": f"邻药监函〔{self.day.year}〕{number}号",
            "received_on": timezone.localdate(moment(self.day, before)),
        }
        return self.do("register", self.cast.jihua, None, before, **given | data)  # type: ignore[no-any-return]


def told(cast: Any, day: date) -> None:
    """Letters at each place; those that the law of the place does not know are left out."""
    post, here = Post(cast, day), letters_of(region=settings.REGION)
    _asked(post)
    _given(post)
    lead = Lead.objects.unrestricted().filter(receiver=cast.jicha.authority).order_by("pk").first()
    if lead is not None:
        notice = {"kind": "lead_notice", "lead": lead.number, "matters": "原料供应商在贵省，涉嫌供应禁用原料"}
        post.sent(cast.jicha, 6, subject="通报原料供应商的违法线索", to=PROVINCE, **notice)
        crime = {"kind": "police", "lead": lead.number, "to_kind": "police", "to": "某市公安局"}
        matters = "涉案货值较大，涉嫌生产、销售不符合卫生标准的化妆品"
        post.do("write", cast.jicha, None, 0, subject="移送涉嫌犯罪案件", matters=matters, **crime)
    _assisted(post)
    unit = {"to_unit": cast.authorities["institution"].pk}
    contact = {"kind": "contact", "subject": "请协助检验两批样品", "matters": "检验是否含禁用原料"}
    post.sent(cast.jicha, 4, **unit, **contact)
    if LetterKind.RISK in here:
        risk = {"kind": "risk", "to": NATIONAL, "to_kind": "national"}
        matters = "三省四家受托生产企业使用同一批问题原料"
        post.sent(cast.jihua, 20, subject="报告区域性风险", matters=matters, **risk)


def _assisted(post: Post) -> None:
    """A maker here that works for an enterprise of the neighbouring province."""
    makers = Party.objects.visible_to(post.cast.jihua).filter(kind_rows__kind="contract_manufacturer")
    party = makers.exclude(credit_code=None).order_by("pk").first()
    if party is not None:
        row = post.do(
            "register_assisted",
            post.cast.jihua,
            None,
            40,
            party=party.credit_code,
            kind="maker",
            principal="邻省云栖化妆品有限公司",
            asked_by=PROVINCE,
            supervisor=post.cast.jihua.authority_id,
            scope="面霜、乳液",
            since=timezone.localdate(moment(post.day, 60)),
        )
        people = f"{post.cast.jihua.name}、{post.cast.zuzhang.name}"
        looked = {"people": people, "noted": "查看灌装间和受托产品的批生产记录，与委托合同一致。"}
        post.do("note_assisted", post.cast.jihua, row, 25, day=_day(post, 25), **looked)
        told = {"noted": "核对留样和出厂检验记录。", "found": "委托方提供的标签样稿与备案的标签不一致。"}
        given = {"way": "papers", "people": people, "elsewhere": True, **told}
        post.do("note_assisted", post.cast.jihua, row, 1, day=_day(post, 1), **given)


def _day(post: Post, before: int) -> date:
    return timezone.localdate(moment(post.day, before))


def _asked(post: Post) -> None:
    person = post.cast.jicha
    subject = "请协助核实一批原料的流向"
    row = post.sent(person, 30, True, subject=subject, to=PROVINCE, **ASKED)
    day = timezone.localdate(moment(post.day, 28))
    row = post.do("note_receipt", person, row, 28, body=PROVINCE, received_on=day)
    text = "经核实，供货合同和出库单属实，复印件随函寄送。"
    post.do("take_answer", person, row, 15, body=PROVINCE, answered_on=day, text=text, number="邻药监函3号")
    again = post.sent(person, 5, True, subject="请协助询问异地仓库负责人", to=PROVINCE, **ASKED)
    day = timezone.localdate(moment(post.day, 3))
    again = post.do("note_receipt", person, again, 3, body=PROVINCE, received_on=day)
    post.do("send_person", person, again, 2, side="ours", person=person.username)
    joint = {"kind": "joint", "subject": "联合检查异地仓库", "reasons": "核实质量管理责任落实情况"}
    row = post.sent(post.cast.jihua, 8, to=PROVINCE, matters="仓储条件和出入库记录", **joint)
    post.do(
        "send_person", post.cast.jihua, row, 7, side="ours", person=post.cast.zuzhang.username, leader=True
    )


def _given(post: Post) -> None:
    cast = post.cast
    row = post.came(10, 11, subject="请协助调查某受托生产企业", **ASKED)
    row = post.do("assign", cast.juzhang, row, 9, to=cast.authorities["home"].pk)
    later = timezone.localdate(moment(post.day, 0)) + timedelta(days=40)
    post.do("extend", cast.qujian, row, 1, until=later, reason="需要等待检验结果")
    post.came(2, 12, subject="紧急协查一批召回产品", urgency="urgent", **ASKED)
    row = post.came(25, 9, subject="请协助核实销售记录", **ASKED)
    post.do("answer", cast.jihua, row, 18, text="经核实，该批产品没有在本市销售。")
    asked = {"reasons": "核实受托生产企业的质量管理", "matters": "生产质量管理体系运行情况"}
    post.came(3, 13, kind="delegated", subject="委托检查受托生产企业", **asked)


def _picture() -> Upload:
    out = BytesIO()
    Image.new("RGB", (32, 24), "white").save(out, "PNG")
    return Upload.of("供货记录.png", out.getvalue(), "image/png")
