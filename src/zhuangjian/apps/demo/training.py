"""The demo's training: a course that was held, one to come, an examination that some sat, hours, holders of key posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.training.models import ItemVersion

COURSE = {
    "title": "生产质量管理规范：放行与记录",
    "kind": "cases",
    "subject": "quality_system",
    "audience": "officials",
    "hours": "8",
    "partners": "检验研究院、行业协会",
    "need": "近三年检查中，产品放行和批记录的缺陷反复出现",
    "content": "逐条讲解放行、批记录和留样的要求，分组剖析六个案例",
}
FOR_ENTERPRISES = {
    "title": "质量安全负责人公益培训",
    "kind": "lecture",
    "subject": "quality_system",
    "audience": "enterprises",
    "hours": "8",
    "partners": "检验研究院、行业协会",
    "need": "关键岗位人员对自查和放行职责掌握不足",
    "content": "质量安全责任制、自查、供应商审核、产品放行",
}
ITEMS = (
    ("single", "产品放行由谁批准？", "*质量安全负责人，或者由其授权的人\n销售负责人\n仓库管理员", "规范：产品放行"),
    ("single", "批生产记录怎样保存？", "*按规定的期限保存，能够追溯\n产品卖完即可销毁\n只留电子照片", "规范：记录管理"),
    ("judgement", "留样可以用其他批次的产品代替。", "*错误", "规范：留样"),
    ("multiple", "现场检查时，哪些情形应当取证？", "*原料标签与入库记录不符\n*使用过期原料\n车间张贴宣传画", "检查要点"),
    ("single", "检查人员与被检查企业有利害关系的，怎么办？", "*回避\n说明后继续检查\n由组长替他签字", "检查办法"),
    ("mock", "某企业半成品间有两桶无标识的膏体，当班批记录缺第三页，放行单由仓库签字。请选出其中的问题。",
     "*半成品没有标识\n*批记录不完整\n*放行人没有经过授权\n空调出风口的位置", "检查要点"),
)  # fmt: skip


def told(cast: Any, day: date) -> None:
    """What was learnt here lately, and what is to come."""

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[f"training.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    office = cast.jihua
    held = do("create_course", office, None, 40, **COURSE)
    do(
        "add_material",
        office,
        held,
        40,
        10,
        title="案例一：无标识的半成品",
        text="现场照片、批记录摘录和讨论题。",
    )
    first = _session(do, office, held, 40, day, ahead=-20, place="市药检院报告厅")
    do("publish_course", office, held, 39)
    for learner in (cast.qujian, cast.zuzhang, cast.jiancha):
        place = do("register", learner, first, 35)
        do("sign_in", learner, place, 20, 9, code=first.code)
    do("settle", office, first, 19, 18)
    second = _session(do, office, held, 10, day, ahead=9, place="市药检院报告厅")
    do("register", cast.qujian, second, 5)
    public = do("create_course", office, None, 15, **FOR_ENTERPRISES)
    _session(do, office, public, 15, day, ahead=14, place="行业协会会议室")
    do("publish_course", office, public, 14)
    do("credit", cast.quzhang, cast.qujian2, 12, subject="professional", hours="12",
       day=timezone.localdate(moment(day, 30)), words="国家局网络学院，结业证 2026-118")  # fmt: skip
    _examined(do, cast, day)
    post = {"post": "质量安全负责人", "name": cast.qiye.name, "since": date(day.year - 2, 3, 1)}
    party = cast.qiye.contact_for.first().party
    do(
        "declare_post",
        cast.qiye,
        party,
        25,
        background="药学专业，从业九年",
        account=cast.qiye.username,
        **post,
    )


def _session(do: Any, office: Any, course: Any, before: int, day: date, *, ahead: int, place: str) -> Any:
    starts = moment(day, -ahead, 9)
    ends = starts + timedelta(hours=7)
    return do(
        "add_session", office, course, before, 11, place=place, starts_at=starts, ends_at=ends, capacity=40
    )


def _examined(do: Any, cast: Any, day: date) -> None:
    for kind, stem, options, grounds in ITEMS:
        source = "往年的常规检查" if kind == "mock" else ""
        item = do("add_item", cast.jihua, None, 38, kind=kind, topic="规范与检查", stem=stem, options=options,
                  grounds=grounds, source=source)  # fmt: skip
        do("approve_item", cast.juzhang, item.versions.get(), 37)
    do("add_item", cast.jihua, None, 3, kind="judgement", topic="规范与检查", stem="检查记录可以事后补写。",
       options="*错误", grounds="检查办法")  # fmt: skip
    exam = do("create_exam", cast.jihua, None, 30, title=f"{day.year}年监管人员考试", audience="officials",
              opens_at=moment(day, 18, 8), closes_at=moment(day, -20, 18), minutes=60, wanted="规范与检查 5",
              mark=60, attempts=2)  # fmt: skip
    do("open_exam", cast.juzhang, exam, 29)
    for person, right in ((cast.jiancha, 5), (cast.qujian, 2)):
        sitting = do("begin_exam", person, exam, 17)
        for question in sitting.questions.order_by("no"):
            version = ItemVersion.objects.unrestricted().get(pk=question.asked_id)
            key = [
                at
                for at, shown in enumerate(question.order)
                if (shown in version.key) == (question.no <= right)
            ]
            do(
                "answer",
                person,
                question,
                17,
                chosen=key if question.kind in ("multiple", "mock") else key[:1],
            )
        do("finish", person, sitting, 17)
