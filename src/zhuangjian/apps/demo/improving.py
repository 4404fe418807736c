"""The demo's plan of action, where the place has one: opened, half of the year's work done, something late (LN 1-4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.improvement.law import plan_of_law
from zhuangjian.apps.improvement.models import ActionPlan, Item, Report
from zhuangjian.apps.ledger.action import ACTIONS, perform

DONE = {
    "issue": ("实施方案已印发各处室、各稽查处。", "药监妆函1号"),
    "mobilise": ("动员部署会已召开，部署各项任务。", "会议纪要第1期"),
}


class Runs:
    """Acts under the plan at days before the demo's own."""

    def __init__(self, cast: Any, day: date) -> None:
        self.cast, self.day = cast, day

    def do(self, name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        """One act, so many days ago."""
        at = min(moment(self.day, before, hour), timezone.now())
        app = "" if "." in name else "improvement."
        found = perform(ACTIONS[f"{app}{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)


def told(cast: Any, day: date) -> None:
    """Everybody finds something to do in it; nothing where no plan is in force."""
    here = plan_of_law(day)
    if here is None:
        return
    # Not before the plan began, and late enough for the first reports to be late by now.
    before = min(200, (day - here.effective_from).days)
    if before < 1:
        return
    runs = Runs(cast, day)
    plan = runs.do("open", cast.jihua, None, before)
    _group(runs, plan, before)
    _items(runs, plan, before)
    _funds(runs, plan, before)
    _reports(runs, plan)
    _problems(runs, plan)
    _surveys(runs, plan, before)


def _group(runs: Runs, plan: ActionPlan, before: int) -> None:
    cast = runs.cast
    for part, name, unit in (
        ("leader", "周霁", "省局分管负责人"),
        ("member", "冯珩", "第一稽查处负责人"),
        ("office", "沈澄", "化妆品监管处"),
    ):
        runs.do("appoint", cast.jihua, plan, before, 10, part=part, name=name, unit=unit)
    held = timezone.localdate(moment(runs.day, before - 1))
    row = runs.do(
        "record_meeting",
        cast.jihua,
        plan,
        before - 1,
        11,
        title="三年行动动员部署会",
        held_on=held,
        attendees="专项工作小组全体成员，各稽查处负责人",
        minutes="部署三年行动；各稽查处先行调研，梳理辖区共性问题。",
    )
    for title, due, units in (
        ("报送辖区共性问题调研情况", held + timedelta(days=40), ["bureau1", "bureau2"]),
        ("提出重点帮扶企业建议名单", runs.day + timedelta(days=20), ["bureau1"]),
    ):
        chosen = [cast.authorities[key].pk for key in units]
        runs.do("add_decision", cast.jihua, row, before - 1, 14, title=title, due=due, units=chosen)


def _items(runs: Runs, plan: ActionPlan, before: int) -> None:
    cast = runs.cast
    rows = Item.objects.unrestricted().filter(plan=plan)
    for key, (note, proof) in DONE.items():
        runs.do("finish_item", cast.jihua, rows.get(key=key), before - 2, note=note, proof=proof)
    survey = rows.filter(kind="decision", unit=cast.authorities["bureau1"]).order_by("pk")[0]
    runs.do("finish_item", cast.yiju, survey, before - 30, note="已调研企业12家。", proof="一处调研报告")
    notice = {
        "kind": "exchange",
        "title": "通报各处三年行动进展",
        "text": "两项阶段任务已完成，其余按期推进。",
    }
    chosen = [cast.authorities[key].pk for key in ("bureau1", "bureau2", "institution")]
    runs.do("add_item", cast.jihua, plan, 12, units=chosen, **notice)
    story = {"kind": "publicity", "title": "在安全科普周宣传质量体系提升成效"}
    due, unit = runs.day + timedelta(days=25), [cast.authorities["municipal"].pk]
    runs.do("add_item", cast.jihua, plan, 10, units=unit, due=due, **story)


def _funds(runs: Runs, plan: ActionPlan, before: int) -> None:
    year = plan.starts_on.year
    for title, amount in (("培训", "260000"), ("专家帮扶", "180000")):
        given = {"year": year, "title": title, "amount": amount, "source": "省级专项经费"}
        runs.do("add_budget", runs.cast.jihua, plan, before - 3, **given)
    row = plan.budgets.get(title="培训")
    spent = timezone.localdate(moment(runs.day, 60))
    given = {"budget": row.public_id, "amount": "84500", "spent_on": spent, "text": "第一期关键岗位人员培训"}
    runs.do("spend", runs.cast.jihua, plan, 60, **given)


def _reports(runs: Runs, plan: ActionPlan) -> None:
    """The province has reported once and drafted the next; one bureau is late, the other has drafted."""
    cast = runs.cast
    for person, unit in (
        (cast.jihua, cast.authorities["municipal"]),
        (cast.erju, cast.authorities["bureau2"]),
    ):
        row = Report.objects.unrestricted().filter(plan=plan, unit=unit).order_by("-last").first()
        assert row is not None
        over = (runs.day - row.last).days
        if over < 4:
            continue
        row = runs.do(
            "draft_report",
            person,
            row,
            over - 2,
            progress="按计划推进，已完成动员部署。",
            issues="个别单位报送不及时。",
            following="梳理共性问题清单。",
        )
        if unit == cast.authorities["municipal"]:
            row = runs.do("approve_report", cast.juzhang, row, over - 3)
            runs.do("cooperation.send", cast.jihua, row.letter, over - 3, 11)
            row = Report.objects.unrestricted().get(plan=plan, unit=unit, stage="due")
            words = "共性问题调研已完成，清单正在梳理。"
            runs.do("draft_report", cast.jihua, row, 5, progress=words, issues="", following="")


def _problems(runs: Runs, plan: ActionPlan) -> None:
    """The counts of some weeks ago; two problems on the list, one of them for the head to sign."""
    cast = runs.cast
    row = runs.do("analyse", cast.jihua, None, 45, plan=plan.public_id)
    due = runs.day + timedelta(days=60)
    for number, (key, unit) in enumerate(zip(row.rows[:2], ("bureau1", "bureau2"), strict=False)):
        made = runs.do(
            "list_problem",
            cast.jihua,
            row,
            44,
            checkpoint=f"{key['edition']} {key['item']}",
            title=f"{key['topic']}方面的问题多发",
            text="多家企业制度与实际操作不一致，记录不完整。",
            measures="印发指引，开展专题培训，检查时逐项核对。",
            unit=cast.authorities[unit].pk,
            due=due,
        )
        worker = cast.yiju if unit == "bureau1" else cast.erju
        runs.do("note_step", worker, made, 20, text="已对辖区企业开展专题培训。")
        if number:
            reasons = "所涉企业已全部整改并经复查，近期没有再安排检查，数据一时不足。"
            runs.do("ask_reasons", worker, made, 3, reasons=reasons)


def _surveys(runs: Runs, plan: ActionPlan, before: int) -> None:
    """One survey that the enterprise answered, one that it still has to answer."""
    cast = runs.cast
    party = cast.qiye.contact_for.order_by("pk").values_list("party_id", flat=True).first()
    questions = (
        "体系文件多久修订一次？|每年|两年|需要时",
        "哪个环节最难执行？|供应商管理|放行|自查|记录",
        "最需要哪方面的指导？",
    )
    given = {"text": "请企业质量安全负责人填写。", "questions": "\n".join(questions)}
    later = runs.day + timedelta(days=20)
    title = "质量体系运行情况调研"
    row = runs.do("open_survey", cast.jihua, plan, before - 1, 15, title=title, closes_on=later, **given)
    answers = "需要时\n放行\n放行审核的要点"
    runs.do("answer_survey", cast.qiye, row, before - 4, party=party, answers=answers)
    runs.do("close_survey", cast.jihua, row, before - 25)
    runs.do("open_survey", cast.jihua, plan, 6, title="帮扶需求调研", closes_on=later, **given)
