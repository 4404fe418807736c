"""How each version of a question did, over everything that was handed in with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery

from zhuangjian.apps.training.models import Exam, ItemVersion, Question, SittingStage
from zhuangjian.engines.training.items import Answered, Behaviour, behaviour
from zhuangjian.engines.training.scoring import is_right


def behaviours(versions: list[ItemVersion]) -> dict[int, Behaviour]:
    """By version: facility, discrimination, choices and doubts, in one query for all of them."""
    beside = (
        Question.objects.unrestricted()
        .filter(sitting=OuterRef("sitting"))
        .order_by()
        .values("sitting")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = (
        Question.objects.unrestricted()
        .filter(asked__in=[one.pk for one in versions], sitting__stage=SittingStage.FINISHED)
        .annotate(number=Subquery(beside))
        .select_related("sitting")
        .order_by("pk")
    )
    keys = {one.pk: one.key for one in versions}
    found: dict[int, list[Answered]] = {one.pk: [] for one in versions}
    for row in rows:
        found[row.asked_id].append(_answered(row, keys[row.asked_id]))
    return {pk: behaviour(answers, keys[pk]) for pk, answers in found.items()}


def doubtful(exam: Exam) -> list[tuple[ItemVersion, Behaviour]]:
    """What an examination asked and should be looked at again, for who keeps the bank."""
    asked = ItemVersion.objects.unrestricted().filter(questions__sitting__exam=exam).distinct()
    versions = list(asked.select_related("item").order_by("item__no"))
    did = behaviours(versions)
    return [(one, did[one.pk]) for one in versions if did[one.pk].doubts]


def _answered(row: Any, key: list[int]) -> Answered:
    chosen = row.original
    right = is_right(chosen, key)
    return Answered(
        None if chosen is None else tuple(chosen), right, (row.sitting.right or 0) - right, row.number - 1
    )
