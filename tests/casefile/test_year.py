"""A year's files at once: each checked as the person sees it, scored for the authority that dispatched it, written as a table."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from tests.casefile.course import bare
from tests.inspections import course
from zhuangjian.apps.casefile.yearly import by_authority, files_of, review
from zhuangjian.apps.inspections.models import Inspection, ReadLog
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.cli import main
from zhuangjian.config import ready

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(ready, "ensure_ready", lambda: None)

    def calling(*words: Any, form: str = "json") -> tuple[int, Any]:
        monkeypatch.setattr(sys, "argv", ["zhuangjian", *(str(w) for w in words), "--format", form])
        with pytest.raises(SystemExit) as end:
            main.run()
        out = capsys.readouterr().out
        return int(str(end.value.code)), json.loads(out) if form == "json" else out

    return calling


def test_a_year_is_scored_for_the_authority_and_written_as_both_tables(
    world: Any, call: Any, tmp_path: Path
) -> None:
    row = bare(world)  # five points less
    code, told = call("file", "review", "--year", YEAR, "--as", "head", "--out", tmp_path / "r.csv")
    assert code == 0
    (unit,) = told["authorities"]
    assert (unit["authority"], unit["files"], unit["points"]) == (world.bureau.name, 1, 95.0)
    assert (unit["faultless"], unit["ordinary"]) == (0, 1)
    assert [one["number"] for one in told["files"]] == [row.number]
    assert told["files"][0]["violated"][0]["article"] == "CQ 16"
    assert row.number in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert call("file", "review", "--year", YEAR, "--as", "head", "--out", tmp_path / "r.xlsx")[0] == 0
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "r.xlsx").active[2]]
    assert cells[0] == row.number
    assert cells[4] == 95
    assert call("file", "review", "--year", YEAR - 1, "--as", "head")[1]["files"] == []
    assert world.bureau.name in call("file", "review", "--year", YEAR, "--as", "head", form="text")[1]


def test_a_table_that_cannot_be_written_is_refused_before_anything_is_looked_at(
    world: Any, call: Any, tmp_path: Path
) -> None:
    (tmp_path / "there.csv").write_text("")
    for name in ("there.csv", "r.pdf", "none/r.csv"):
        code, told = call("file", "review", "--year", YEAR, "--as", "head", "--out", tmp_path / name)
        assert code == 1
        assert told["error"]["missing"] == ["--out"]
    assert (tmp_path / "there.csv").read_text() == ""


def test_a_year_holds_only_what_the_person_sees_and_has_begun_and_each_read_is_logged(world: Any) -> None:
    row = course.plan_approved(world, inspection_type="for_cause", focus="投诉线索")
    for person in (world.head, world.leader, world.inspector2, world.contact, world.auditor):
        assert list(files_of(person, YEAR)) == []
    row = course.do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    said: list[tuple[int, int]] = []
    found = review(world.head, YEAR, "命令行", lambda done, total: said.append((done, total)))
    assert [one.inspection.pk for one in found] == [row.pk]
    assert said == [(0, 1), (1, 1)]
    fold()
    log = ReadLog.objects.get(inspection=row, what=f"{YEAR}年案卷评查")
    assert log.person == world.head
    assert list(files_of(world.other_district_officer, YEAR)) == []


def test_the_authoritys_points_are_the_mean_of_its_files(world: Any) -> None:
    first = bare(world)
    found = review(world.head, YEAR, "命令行", lambda done, total: None)
    Inspection.objects.filter(pk=first.pk).update(handling_opinion="没有需要处理的事项")
    again = review(world.head, YEAR, "命令行", lambda done, total: None)
    assert [unit["points"] for unit in by_authority([*found, *again])] == [97.5]
    assert by_authority([]) == []
