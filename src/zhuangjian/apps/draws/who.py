"""Whose a draw is, and when a step of it is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.draws.models import DrawStage
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import At

OFFICERS_OF_DRAW = holders(
    "组织抽取的单位的计划管理员或者负责人",
    "programme_officer",
    "head",
    unit=lambda draw: draw.authority_id,
    named=lambda draw: f"{draw.authority}的计划管理员或者负责人",
)


def at(*stages: DrawStage, early: str = "") -> At:
    """While the draw stands there."""
    return At(stages, "随机抽取", _shown, early=early)


def _shown(person: Any, draw: Any) -> tuple[DrawStage, str]:
    stage = DrawStage(draw.stage)
    return stage, str(stage.label)
