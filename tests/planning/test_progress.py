"""A programme is followed through its year, and its report says what became of it; of what is for cause nothing is told."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client

from tests.draws.making import makers
from tests.inspections import course
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.planning.progress import Come, Item, by_month, total
from zhuangjian.apps.programme.models import Task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


def item(status: str, first: date, last: date) -> Item:
    return Item(1, "甲", "渝中区", "一分局", "常规检查", first, last, status, "")


def test_a_task_is_late_after_its_last_day_and_what_was_taken_out_is_no_part_of_the_plan():
    day = timedelta(days=1)
    items = [
        item("done", TODAY, TODAY),
        item("assigned", TODAY - 9 * day, TODAY - day),
        item("under_way", TODAY - 9 * day, TODAY),
        item("planned", TODAY + day, date(2027, 1, 8)),
        item("merged", TODAY - 9 * day, TODAY - day),
        item("cancelled", TODAY - 9 * day, TODAY - day),
    ]
    assert [one.come(TODAY) for one in items] == list(Come)
    count = total(items, TODAY)
    assert (count.plan, count.done, count.late, count.open, count.percent) == (4, 1, 1, 2, 25)
    # What may go on into the next year has to be planned with December.
    assert by_month(items, 2026, TODAY)[11][1].plan == 1


def texts(file: Document) -> str:
    document = docx.Document(BytesIO(store.get("documents", file.digest)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def shown(person, row, query: str = "") -> str:
    page = Client()
    page.force_login(person)
    answer = page.get(f"/planning/progress/{row.public_id}/{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_the_page_and_the_report_tell_what_was_done_cancelled_and_found_but_nothing_for_cause(world):
    inspected = course.delivered(world)
    programme = inspected.task.programme
    left, hidden = makers(world, 2)
    dropped = course.assigned(world, made=programme, party=left)
    course.do("programme.cancel_task", world.programme_officer, dropped, reason="企业已经停业")
    swallowed = course.assigned(world, made=programme, party=hidden)
    secret = course.task(world, party=hidden, inspection_type="for_cause", focus="投诉反映的批次")
    course.do(
        "programme.merge", world.programme_officer, secret, others=[swallowed.public_id], told="另行安排"
    )
    assert Task.objects.get(pk=swallowed.pk).status == "merged"

    figures = shown(world.head, programme, "?figures=csv")
    assert f"全部,{programme.title},1,1,0,0,0,1,1" in figures
    # Who may not know of the inspection for cause sees a cancelled task.
    assert f"全部,{programme.title},1,1,0,0,0,0,2" in shown(
        world.licensing_officer, programme, "?figures=csv"
    )
    last = inspected.task.window_to
    month = last.month if last.year == programme.year else 12
    assert inspected.party.name in shown(world.head, programme, f"?month={month}")

    course.do("planning.report", world.programme_officer, programme, problems="人手不足")
    kept = Document.objects.visible_to(world.licensing_officer).filter(kind="programme_report")
    assert {one.media_type.rpartition("/")[2][:3] for one in kept} == {"pdf", "vnd"}
    told = texts(kept.get(media_type__contains="wordprocessing"))
    assert "应完成检查任务1项，已完成1项，完成率100%" in told
    assert "取消2项" in told
    assert "合并" not in told.replace("合并\n", "")
    for words in ("企业已经停业", "另行安排", "人手不足", "未分级", world.bureau.name):
        assert words in told
    assert "有因" not in told
    # The units below see the programme, not the report that names tasks of others.
    assert not Document.objects.visible_to(world.district_head).filter(kind="programme_report").exists()
    assert not Document.objects.visible_to(world.bureau_head).filter(kind="programme_report").exists()
