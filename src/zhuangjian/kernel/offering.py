"""Every act is owed to somebody or offered to somebody: one that nobody would ever meet stops the program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps

from zhuangjian.kernel.area import APPS, areas

# ``{% action "area.verb" … %}``, or a form of the page's own that is posted to the act.
NAMED = re.compile(r"""(?:\{% action "|/do/)([a-z_]+\.[a-z_]+)""")


# Every act, taken down as it is declared.
ACTS: list[type[Any]] = []


def offered() -> set[str]:
    """The acts that pages name in their templates, and those that the areas say they offer otherwise."""
    named = {name for area in areas().values() for name in area.offers}
    for config in apps.get_app_configs():
        if config.name.startswith(APPS):
            for file in Path(config.path, "templates").rglob("*.html"):
                named.update(NAMED.findall(file.read_text(encoding="utf-8")))
    return named


def refuse_unoffered(acts: Iterable[type[Any]], named: set[str]) -> None:
    """Stop the program for acts that answer no turn and are offered nowhere, and for offers of no act."""
    acts = list(acts)
    faults = [
        f"办理事项 {act.name}（{act.__module__}.{act.__qualname__}）没有人会遇到：它不办结任何轮次，也没有页面提供。"
        f'请写 answers = (轮次, …)，或者在页面模板里写 {{% action "{act.name}" … %}}；'
        "由命令、任务或者程序提供的，写进本职责 area.py 的 offers。"
        for act in acts
        if not act.answers and act.name not in named
    ]
    known = {act.name for act in acts}
    faults += [
        f"有页面或者 area.py 提供“{name}”，但没有这一办理事项：请改正名称，或者删去。"
        for name in sorted(named - known)
    ]
    if faults:
        raise TypeError("\n".join(faults))
