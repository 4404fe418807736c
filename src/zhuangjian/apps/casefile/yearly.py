"""A year's files at once, as far as a person sees them: each checked, and a score for every authority that dispatched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.inspections.pages import RELATED
from zhuangjian.apps.inspections.reading import log_rows
from zhuangjian.engines.casefile import Verdict
from zhuangjian.engines.casefile.checking import Score, score
from zhuangjian.kernel.exports import csv_response, xlsx_response

PART = 200
Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class Reviewed:
    """One file: its verdict, its points (None where no law in force could be asked), and what is violated."""

    inspection: Inspection
    verdict: Verdict
    score: Score | None
    violated: tuple[tuple[str, str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        row = self.inspection
        return {
            "id": str(row.public_id),
            "number": row.number,
            "party": row.party.name,
            "authority": row.dispatching_unit.name,
            "verdict": self.verdict.value,
            "points": self.score.points if self.score else None,
            "serious": self.score.serious if self.score else 0,
            "ordinary": self.score.ordinary if self.score else 0,
            "minor": self.score.minor if self.score else 0,
            "violated": [{"article": a, "name": n, "title": t} for a, n, t in self.violated],
        }


def files_of(person: Any, year: int) -> Any:
    """Inspections that the person sees and that began in the year, oldest first."""
    rows = Inspection.objects.visible_to(person).filter(stage__in=BEGUN, started_at__year=year)
    return rows.select_related(*RELATED).order_by("started_at", "pk")


def review(person: Any, year: int, door: str, say: Tick) -> list[Reviewed]:
    """Every file of the year, checked; each part of them is written down as read before it is looked at."""
    keys = list(files_of(person, year).values_list("pk", flat=True))
    today, found = timezone.localdate(), []
    say(0, len(keys))
    for start in range(0, len(keys), PART):
        rows = list(files_of(person, year).filter(pk__in=keys[start : start + PART]))
        log_rows(rows, person, f"{year}年案卷评查", door)
        for row in rows:
            checked = check_inspection(row, person, today)
            faults = tuple((c.article, c.name, c.title) for c in checked.of(Verdict.VIOLATED))
            found.append(Reviewed(row, checked.verdict, score(checked, region=settings.REGION), faults))
            say(len(found), len(keys))
    return found


def by_authority(files: list[Reviewed]) -> list[dict[str, Any]]:
    """For each dispatching unit: how many files, how many without a fault, faults by weight, and the mean of the points."""
    units: dict[int, list[Reviewed]] = {}
    for one in files:
        units.setdefault(one.inspection.dispatching_unit_id, []).append(one)
    return sorted(
        (_unit(mine) for mine in units.values()), key=lambda unit: (unit["points"], unit["authority"])
    )


def _unit(files: list[Reviewed]) -> dict[str, Any]:
    scores = [one.score for one in files if one.score is not None]
    return {
        "authority": files[0].inspection.dispatching_unit.name,
        "files": len(files),
        "scored": len(scores),
        "faultless": sum(one.verdict is not Verdict.VIOLATED for one in files),
        "serious": sum(one.serious for one in scores),
        "ordinary": sum(one.ordinary for one in scores),
        "minor": sum(one.minor for one in scores),
        "points": round(sum(one.points for one in scores) / len(scores), 1) if scores else 0.0,
    }


HEADS = ("编号", "被检查对象", "派出检查单位", "结果", "得分", "严重", "一般", "轻微", "不符合的事项")


def table_of(files: list[Reviewed], title: str, kind: str) -> bytes:
    """Every file as a row of a table, ``.csv`` or ``.xlsx``."""
    make = csv_response if kind == ".csv" else xlsx_response
    response = make(title, HEADS, lines_of([one.to_dict() for one in files]))
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def lines_of(files: list[dict[str, Any]]) -> list[list[Any]]:
    """The rows of that table."""
    return [_line(file) for file in files]


def _line(file: dict[str, Any]) -> list[Any]:
    names = ("number", "party", "authority")
    faults = "；".join(f"{one['title']}（{one['article']}）" for one in file["violated"])
    numbers = (file["points"], file["serious"], file["ordinary"], file["minor"])
    return [*(file[name] for name in names), Verdict(file["verdict"]).label, *numbers, faults]
