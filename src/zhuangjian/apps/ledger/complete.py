"""What every act must say of itself. One that does not is refused when the program starts, with what to do."""

from __future__ import annotations

from inspect import get_annotations
from types import NoneType
from typing import Any

from zhuangjian.kernel import offering, turns
from zhuangjian.kernel.asking import When, Who

HOW = {
    "who": "由谁办理没有写明：请写 who = …（zhuangjian.kernel.people 中的值，或本模块 who.py 中的值）",
    "when": "何时可以办理没有写明：请写 when = …（at(阶段, …)、holds(条件, …)，没有限制的写 always）",
    "title": "没有中文名称：请写 title = “…”，按钮、拒绝的说明和存证都用它",
    "model": "没有写明对哪类对象办理：请写 model = …",
}


def faults_of(act: type[Any], base: type[Any], found: object) -> list[str]:
    """Everything that is missing, each as a sentence."""
    kinds = {"who": Who, "when": When, "title": str, "model": type}
    faults = [
        HOW[name]
        for name, kind in kinds.items()
        if not isinstance(getattr(act, name, None), kind) or not getattr(act, name)
    ]
    faults += turns.faults_of(act.answers, getattr(act, "model", None))
    faults += _untyped(act, base, found)
    for name, field in act.Input.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if name != "expected_version" and not field.title and extra.get("widget") != "hidden":
            faults.append(f"字段 {name} 没有中文名称：请写 Field(title=“…”)，表单和出错说明都用它")
    return faults


def _untyped(act: type[Any], base: type[Any], found: object) -> list[str]:
    """Where what is filled in, found or done would be of no type, or of none that anybody wrote."""
    faults = []
    if act.do is base.do:
        faults.append("没有写明办理什么：请写 def do(self, found) -> Change")
    if found not in (None, NoneType) and act.check is base.check:
        faults.append("没有写明核对什么：do 要用核对所得，请写 def check(self) -> …；没有的，写 Act[对象]")
    by = next(one for one in act.__mro__ if "Input" in one.__dict__)
    if by is not base and "data" not in get_annotations(by):
        faults.append("填写内容的类型没有写明：请在 class Input 之后写 data: Input")
    return faults


def refuse_incomplete(act: type[Any], base: type[Any], found: object) -> None:
    """Stop the program with every fault of an act on ``base``, whose check finds ``found``, before anybody is offered it."""
    if faults := faults_of(act, base, found):
        raise TypeError(
            f"办理事项 {act.name}（{act.__module__}.{act.__qualname__}）不完整：{'；'.join(faults)}。"
        )
    turns.ANSWERED.update(act.answers)
    offering.ACTS.append(act)
