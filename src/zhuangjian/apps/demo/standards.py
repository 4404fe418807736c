"""The demo's judging alike: an entry with two versions, a question answered and one that waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.inspections.models import Inspection, Stage, TeamMember
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.standards.law import local_kinds

EDITION = "gmp-2022-actual"
FIRST = {
    "kind": "answer",
    "edition": EDITION,
    "item": "50",
    "title": "供应商只提供电子检验报告的，能否作为进货查验的凭证",
    "text": "可以。应当核对出具单位、批号和日期，能够随时调取原件。",
    "grounds": "规范：进货查验",
}
SECOND = "可以。应当核对出具单位、批号和日期，留存收到的时间和来源，能够随时调取原件；只有截图的不作为凭证。"
CASE = {
    "kind": "case",
    "edition": EDITION,
    "item": "43",
    "title": "清洁记录齐全而灌装头有残留",
    "text": "某企业清洁记录逐日填写，现场灌装头内有上一批产品的残留。记录不能代替现场的事实，判为不符合，并核查同期各批。",
    "grounds": "规范：清洁消毒",
    "for_parties": True,
    "for_public": True,
}


WORDINGS = """43 | 灌装机（编号G-02）灌装头内有2024年3月生产的产品残留 | 公开通告的同类表述
43 | 清洁消毒记录缺少消毒剂的名称和浓度 | 公开通告的同类表述
50 | 部分原料没有留存供应商的检验报告 | 公开通告的同类表述
52 | 原料与包装材料混放，货位卡与实物不符 | 公开通告的同类表述"""


def told(cast: Any, day: date) -> None:
    """What is written about checkpoints here, and what was asked in the field."""

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[f"standards.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    row = do("write", cast.jihua, None, 60, **FIRST)
    row = do("approve", cast.juzhang, row, 58)
    words = {"title": FIRST["title"], "grounds": FIRST["grounds"], "text": SECOND}
    do("approve", cast.juzhang, do("revise", cast.jihua, row, 20, **words), 18)
    do("approve", cast.juzhang, do("write", cast.jihua, None, 30, **CASE), 28)
    asked = do("ask", cast.zuzhang, None, 9, 15, edition=EDITION, item="43",
               text="清洁效果没有做验证，只有目视检查的记录，怎样判定？")  # fmt: skip
    answered = {
        "title": "清洁效果只有目视检查记录的，怎样判定",
        "text": "更换品种、接触功效原料的设备，只有目视检查记录的判为不符合；其他情形结合残留的风险判定。",
        "grounds": "规范：清洁消毒",
    }
    asked = do("answer", cast.jihua, asked, 7, **answered)
    do("approve", cast.juzhang, asked.answer, 6)
    do(
        "ask",
        cast.zuzhang,
        None,
        1,
        16,
        edition=EDITION,
        item="52",
        text="原料与包材同库分区存放，没有物理隔断的，怎样判定？",
    )
    do("add_wordings", cast.jihua, None, 50, edition=EDITION, lines=WORDINGS)
    members = TeamMember.objects.unrestricted().filter(person=cast.zuzhang, left_at=None)
    running = Inspection.objects.unrestricted().filter(
        stage=Stage.ON_SITE, pk__in=members.values("inspection_id"), checklist__startswith=EDITION
    )
    for row in running.order_by("pk")[:1]:
        do("suggest", cast.zuzhang, row, 0, 10, text="灌装头有上一批的残留，清洁记录没有写消毒剂")
    _rules(do, cast, day)


OPINION = {
    "theme": "warehouse",
    "title": "关于同一质量管理体系外设仓库的执行意见",
    "text": "企业在生产场所以外设置仓库的，与生产场所执行同一质量管理体系，由同一质量管理部门管理；仓库的收发、温湿度、放行状态纳入同一套记录。",
    "lines": f"{EDITION} 35 | 外设仓库的温湿度与厂内仓库一并监控，记录由质量管理部门定期复核\n"
    f"{EDITION} 52 | 外设仓库的物料标识和货位卡与厂内一致，账、卡、物分别核对",
}
DIGITAL = OPINION | {
    "theme": "digital",
    "title": "关于数字化生产质量管理体系检查的执行意见",
    "text": "采用生产执行系统记录生产过程的，电子记录与纸质记录具有同等要求：权限分级、修改留痕、定期备份。",
    "lines": f"{EDITION} 17 | 电子批记录有权限管理和修改留痕，能够还原每一次修改",
}
MATERIALS = {
    "kind": "guide",
    "title": "化妆品原料验收指南",
    "text": "原料到货时核对名称、批号、供应商和检验报告；首批原料另作鉴别。验收记录逐批留存，能追溯到使用它的产品批次。",
}
MOCK = {
    "title": "灌装间的一天",
    "text": "某企业灌装头内有上一批产品的残留，清洁记录逐日填写；批记录缺第三页，设备日志完整，能还原当班的参数。",
    "edition": EDITION,
    "items": "68、43",
}
JUDGED = {"zuzhang": "瑕疵", "jiancha": "不符合", "jiancha2": "瑕疵", "erzu": "不符合", "erzu2": "符合"}


def _rules(do: Any, cast: Any, day: date) -> None:
    """An opinion issued, one that is consulted on, an arrangement at the contact's enterprise, a mock case, a proposal."""

    def on(before: int) -> date:
        return timezone.localdate(moment(day, before))

    own = Party.objects.unrestricted().get(
        pk=cast.qiye.contact_for.order_by("pk").values_list("party_id", flat=True)[0]
    )
    row = do(
        "consult", cast.jihua, do("draft_opinion", cast.jihua, None, 90, **OPINION), 88, closes_on=on(60)
    )
    said = do(
        "comment", cast.qiye, row, 75, party=own.pk, text="外设仓库由物流企业管理的，能否由其人员记录温湿度？"
    )
    do(
        "reply",
        cast.jihua,
        said,
        62,
        outcome="partly",
        reply="可以记录，复核须由本企业质量管理部门进行，已写明。",
    )
    row = do("hand_in", cast.jihua, row, 58)
    do("issue", cast.juzhang, row, 56, number="妆监执行〔2026〕3号", effective_on=on(50))
    if local_kinds(day):
        made = do("draft_document", cast.jihua, None, 40, **MATERIALS)
        made = do("consult", cast.jihua, made, 38, closes_on=on(14))
        told = do("comment_publicly", None, made, 30, 20, text="建议写明香精怎样验收，小企业没有仪器。")
        do(
            "reply",
            cast.jihua,
            told,
            15,
            outcome="partly",
            reply="可以凭供应商的检验报告验收，已写明条件。",
            listed=True,
        )
        do("hand_in", cast.jihua, made, 9)
    row = do("draft_opinion", cast.jihua, None, 12, **DIGITAL)
    row = do("consult", cast.jihua, row, 10, closes_on=day + timedelta(days=12))
    do("comment", cast.zuzhang, row, 4, text="建议写明系统验收时应当查看哪些资料")
    do(
        "declare",
        cast.qiye,
        own,
        3,
        theme="warehouse",
        place="物流园区2号库（1200平方米）",
        partner="物流园区仓储企业",
        agreement="仓储服务协议〔2026〕12号",
        agreed_on=on(40),
        facts="由本企业质量管理部门管理，执行同一套仓储制度，温湿度数据接入本企业系统，放行状态每日核对。",
    )
    mock = do("open_mock", cast.jihua, None, 30, until=on(20), **MOCK)
    for person, result in JUDGED.items():
        do("mark", getattr(cast, person), mock, 24, results=f"68 {result}\n43 不符合")
    mock = do("close_mock", cast.jihua, mock, 19)
    do("propose_topic", cast.jihua, mock, 18, item="68", hours=4)
    do(
        "propose",
        cast.yiju,
        None,
        5,
        title="批记录缺页的判定分开规定",
        rule="检查要点第68项",
        now="批记录不完整的，没有区分能否追溯。",
        wanted="能由设备日志等其他记录证明的判为瑕疵，其余判为不符合。",
        evidence="尺度比对中五名检查员对同一情形有三种判定，两两一致只有两成；现场多次提问。",
        links=mock.get_absolute_url(),
    )
