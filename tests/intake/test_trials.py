"""A file is tried, its report read, and only then does it count; what undoing would do is told before it is done."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.intake.files import licence_row, write
from tests.intake.test_undo import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.programme_officer)
    return client


def work():
    from zhuangjian.apps.jobs.running import Worker

    worker = Worker()
    while worker.one():
        pass


def upload(client, tmp_path, rows, name="licences_2021-01.csv", **given):
    path = write(tmp_path / name, rows)
    with path.open("rb") as content:
        return client.post("/do/intake.try/", {"source": "licences", "file": content, **given})


def jobs():
    from zhuangjian.apps.jobs.models import Job

    return list(Job.objects.unrestricted().order_by("pk"))


def trials():
    from zhuangjian.apps.intake.models import Trial

    return list(Trial.objects.unrestricted().order_by("pk"))


def batches():
    from zhuangjian.apps.intake.models import Batch

    return list(Batch.objects.unrestricted().order_by("pk"))


def tried(client, tmp_path, rows, **given):
    assert upload(client, tmp_path, rows, **given).status_code == 302
    work()
    assert jobs()[-1].state == "done", jobs()[-1].words
    return trials()[-1]


def confirm(client, trial):
    answer = client.post("/do/intake.confirm/", {"trial": trial.pk})
    work()
    return answer


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


BAD = {"统一社会信用代码": "91500000MA5U000000"}


def test_a_trial_changes_nothing_and_its_confirmation_does_what_it_said(client, tmp_path):
    rows = [licence_row(n) for n in (101, 102)] + [licence_row(103, **BAD)]
    before = registry()
    trial = tried(client, tmp_path, rows)
    assert registry() == before
    assert batches() == []
    assert (trial.total, trial.new, trial.changed, trial.quarantined) == (3, 2, 0, 1)
    said = page(client, trial.get_absolute_url())
    assert "现在什么都没有改" in said
    assert "会新增 2，变更 0，无变化 0，隔离 1" in said
    assert rows[0]["企业名称"] in said
    assert trial.file_name in page(client, "/intake/")

    assert confirm(client, trial).status_code == 302
    (batch,) = batches()
    assert (batch.new, batch.changed, batch.unchanged, batch.quarantined) == (2, 0, 0, 1)
    assert batch.get_absolute_url() in page(client, trial.get_absolute_url())
    assert "确认导入" not in page(client, trial.get_absolute_url())
    assert "还没有导入的文件" not in page(client, "/intake/")


def test_a_change_is_told_old_and_new_and_unread_columns_are_named(client, tmp_path):
    confirm(client, tried(client, tmp_path, [licence_row(101)]))
    later = licence_row(101, 企业名称="重庆新名化妆品有限公司") | {"传真": "1"}
    trial = tried(client, tmp_path, [later], name="licences_2021-05.csv")
    said = page(client, trial.get_absolute_url())
    assert trial.changed == 1
    assert f"“{licence_row(101)['企业名称']}” → “重庆新名化妆品有限公司”" in said
    assert "没有读取栏目“传真”" in said


def test_a_tried_file_says_when_the_register_moved_since(client, tmp_path):
    first = tried(client, tmp_path, [licence_row(101)])
    assert "试读之后又导入过" not in page(client, first.get_absolute_url())
    confirm(client, tried(client, tmp_path, [licence_row(102)], name="b_2021-02.csv"))
    assert "试读之后又导入过" in page(client, first.get_absolute_url())


def test_another_file_of_the_same_day_is_named_before_it_is_put_right(client, tmp_path):
    confirm(client, tried(client, tmp_path, [licence_row(101)], as_of="2021-01-31"))
    (batch,) = batches()
    same = tried(client, tmp_path, [licence_row(102)], as_of="2021-01-31", name="b.csv")
    other = tried(client, tmp_path, [licence_row(102)], as_of="2021-02-28", name="c.csv")
    assert f"同一数据日期已导入过批次 {batch.pk}" in page(client, same.get_absolute_url())
    assert "同一数据日期" not in page(client, other.get_absolute_url())


def test_confirming_twice_is_one_batch(client, tmp_path):
    trial = tried(client, tmp_path, [licence_row(101)])
    confirm(client, trial)
    confirm(client, trial)
    assert len(batches()) == 1


def test_a_file_that_is_loaded_already_is_not_tried(client, tmp_path):
    confirm(client, tried(client, tmp_path, [licence_row(101)]))
    upload(client, tmp_path, [licence_row(101)])
    work()
    assert jobs()[-1].state == "refused"
    assert "已作为批次" in jobs()[-1].words
    assert len(trials()) == 1


def test_a_trial_by_another_mapping_than_the_present_one_cannot_be_confirmed(client, tmp_path):
    from zhuangjian.apps.intake.actions.mapping import EditMapping
    from zhuangjian.apps.intake.mapping import current
    from zhuangjian.apps.ledger.action import perform

    trial = tried(client, tmp_path, [licence_row(101)])
    text = current("licences").text.replace("title: ", "title:  ", 1)
    perform(EditMapping, trial.tried_by, None, {"source": "licences", "text": text})
    confirm(client, trial)
    assert jobs()[-1].state == "refused"
    assert "对照表改过" in jobs()[-1].words
    assert batches() == []


def test_a_trial_whose_file_is_gone_or_that_never_was_cannot_be_confirmed(client, tmp_path):
    from zhuangjian.apps.jobs.store import kept

    trial = tried(client, tmp_path, [licence_row(101)])
    kept(trial.digest).unlink()
    confirm(client, trial)
    assert "已不在服务器上" in jobs()[-1].words
    client.post("/do/intake.confirm/", {"trial": trial.pk + 1})
    work()
    assert "找不到这次试读" in jobs()[-1].words
    assert batches() == []


def test_who_keeps_no_registry_neither_tries_nor_sees_a_trial(client, world, tmp_path):
    trial = tried(client, tmp_path, [licence_row(101)])
    other = Client()
    other.force_login(world.leader)
    assert other.get(trial.get_absolute_url()).status_code == 404
    assert upload(other, tmp_path, [licence_row(102)]).status_code == 403
    assert other.post("/do/intake.confirm/", {"trial": trial.pk}).status_code == 403


def test_a_larger_file_is_tried_part_by_part_and_the_owner_can_stop_it(client, tmp_path, monkeypatch):
    from zhuangjian.apps.intake import loading
    from zhuangjian.apps.jobs import running

    monkeypatch.setattr(loading, "WHOLE", 4)
    monkeypatch.setattr(running, "SAY_EVERY", 0.0)
    heard = []
    rows = [licence_row(n) for n in range(101, 111)]
    taken = loading.tried

    def listening(ready, say=None):
        def told(done, total):
            heard.append((done, total))
            if say:
                say(done, total)

        return taken(ready, told)

    monkeypatch.setattr("zhuangjian.apps.intake.actions.trying.tried", listening)
    trial = tried(client, tmp_path, rows)
    assert heard == [(4, 10), (8, 10), (10, 10)]
    assert (trial.total, trial.new) == (10, 10)

    def stopping(ready, say=None):
        def told(done, total):
            from zhuangjian.apps.jobs.handing_in import stop

            stop(jobs()[-1])
            say(done, total)

        return taken(ready, told)

    monkeypatch.setattr("zhuangjian.apps.intake.actions.trying.tried", stopping)
    upload(client, tmp_path, rows, name="c_2021-03.csv", as_of="2021-03-31")
    work()
    assert jobs()[-1].state == "cancelled"
    assert len(trials()) == 1
    assert batches() == []


def test_what_undoing_would_do_is_told_and_undoing_does_it(client, tmp_path):
    confirm(client, tried(client, tmp_path, [licence_row(101)]))
    before = registry()
    later = [licence_row(101, 企业名称="重庆新名化妆品有限公司"), licence_row(102), licence_row(103, **BAD)]
    confirm(client, tried(client, tmp_path, later, name="licences_2021-05.csv"))
    first, second = batches()
    address = f"/intake/batches/{second.pk}/undo/"
    assert address in page(client, second.get_absolute_url())
    said = page(client, address)
    assert "删去本批新建的企业 1 条" in said
    assert "条企业恢复到导入之前的内容" in said
    assert "1 个待处理的隔离行不再等待" in said
    assert "后来还有批次" not in said
    assert f"后来还有批次 {second.pk}" in page(client, f"/intake/batches/{first.pk}/undo/")
    client.post("/do/intake.undo/", {"target": second.pk, "reason": "导错了文件"})
    assert registry() == before
    assert "已经撤销" in page(client, address)
