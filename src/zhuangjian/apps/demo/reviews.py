"""The demo's reviews of what the institution inspected, and a problem outside the task that somebody was hurt by."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo import leads
from zhuangjian.apps.demo.course import INSTITUTION, Course
from zhuangjian.apps.demo.endings import another, local_officer


def told(teller: Any) -> None:
    """A review with an answer from the team and a question that waits for the party; a problem reported from a site."""
    _, party = another(teller)
    if party is not None:
        course = teller.course(INSTITUTION, party, 20)
        course.run(teller.programme_on(course.now), severity="few", concluding=leads.SUSPECTED)
        _reviewed(course)
    _, party = another(teller)
    if party is not None:
        course = teller.course(INSTITUTION, party, 8)
        course.run(teller.programme_on(course.now), "on_site")
        _outside(course)
        _secret(course)


def _reviewed(course: Course) -> None:
    cast = course.cast
    review = course.do(
        "review.appoint",
        cast.shenping,
        course.fresh(),
        hours=20,
        reviewers=[cast.shenhe.pk, cast.shenhe2.pk],
    )
    asked = course.do(
        "review.ask",
        cast.shenhe,
        review,
        hours=20,
        addressee="team",
        text="检查记录没有写明抽查的批生产记录的批次，请写明。",
    )
    course.do(
        "review.answer",
        course.leader,
        asked,
        hours=20,
        answer="抽查的是仓库现存的三批产品，批次见现场照片和批生产记录复印件。",
    )
    course.do(
        "review.ask",
        cast.shenhe2,
        type(review)._base_manager.get(pk=review.pk),
        addressee="party",
        text="检查记录所列产品的库存数量和已售数量，请核对并书面确认。",
    )


def _outside(course: Course) -> None:
    """One that waits for its urgent order; one that was ordered, is sealed, and goes to the province on the label."""
    _hurt(course)
    officer, row = local_officer(course), course.inspection
    case = course.do(
        "outside.report",
        course.cast.shencha2,
        course.fresh(),
        hours=1,
        text="留样室另有一批美白霜，标签标示外省备案人委托生产，送检结果含有禁用物质。",
        products="焕采美白霜，批号见留样台账",
        harm=True,
        assessment="有证据证明可能危害人体健康，产品销往全国。",
        advice="责令暂停生产、经营，查封库存，通报备案人所在地。",
    )
    case = course.do(
        "measures.urgent",
        officer,
        case,
        what="责令暂停生产、经营",
        facts="这一批产品检出禁用物质，有证据证明可能危害人体健康。",
        scope="焕采美白霜，批号见留样台账",
        nationwide=True,
    )
    case = course.do(
        "outside.measure",
        officer,
        case,
        kind="sealing",
        number="封〔演示〕1号",
        on=timezone.localdate(course.now),
        subject="焕采美白霜库存",
        whom=f"{row.party.name}成品仓库",
    )
    case = course.do(
        "cooperation.notify_label",
        course.cast.jihua,
        case,
        hours=2,
        province="示例省药品监督管理局",
        holder="filer",
        holder_name="示例化妆品有限公司",
        matters="这一批产品检出禁用物质，我单位已责令暂停生产、经营。请对备案人采取风险控制措施。",
    )


def _secret(course: Course) -> None:
    """A trade secret that the team came to know, and that the provincial authority of the filer may be told."""
    noted = course.do(
        "evidence.note_secret",
        course.cast.shencha2,
        course.fresh(),
        hours=1,
        title="焕采美白霜配方比例",
        words="烟酰胺4.5%",
    )
    course.do(
        "evidence.permit_secret",
        course.cast.juzhang,
        noted,
        hours=1,
        audience="body",
        body="示例省药品监督管理局",
        ground="interest",
        reason="禁用物质与配方比例有关，对方控制风险需要知悉。",
        shown_by="关于风险控制通报的批示（演示）",
        given_on=timezone.localdate(course.now),
    )


def _hurt(course: Course) -> None:
    course.do(
        "outside.report",
        course.cast.shencha2,
        course.fresh(),
        hours=1,
        text="成品仓库退货区有同一批面霜四十余盒，退货记录写明多名消费者使用后面部红肿。",
        products="保湿面霜，批号见退货记录",
        harm=True,
        assessment="涉及一批已经售出的产品，可能继续造成人体伤害，风险较高。",
        advice="责令暂停这一批产品的生产、经营，抽样送检。",
    )
