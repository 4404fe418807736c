"""Taking a rule out of a region's pack, or an act or function out of the code, for as long as a scenario runs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from zhuangjian.engines.rules import loader
from zhuangjian.engines.rules.loader import Pack


class TakenOut(Exception):
    """Something was asked of code that is not there."""


def without(pack: str, part: str) -> AbstractContextManager[None]:
    """Without ``kind:name`` of that pack, or without the code ``package.module:name``."""
    return without_code(part) if part.startswith("zhuangjian.") else without_rule(pack, part)


@contextmanager
def without_rule(region: str, rule: str) -> Iterator[None]:
    """The pack of the region has no entry ``kind:name``, nor falls back on one of the base; citations do."""
    kind, _, name = rule.partition(":")
    whole = loader._load
    lessened: dict[Any, Pack] = {}

    def load(pack: str, root: Any, stamp: Any) -> Pack:
        if pack != region:
            return whole(pack, root, stamp)
        if (root, stamp) not in lessened:
            lessened[root, stamp] = _less(whole(pack, root, stamp), kind, name)
        return lessened[root, stamp]

    loader._load = load  # type: ignore[assignment]
    try:
        yield
    finally:
        loader._load = whole


def _less(pack: Pack, kind: str, name: str) -> Pack:
    mapping: Mapping[str, Any] = getattr(pack, kind)
    if name not in mapping:
        raise KeyError(f"{pack.name} has no {kind}:{name}")
    less = {kind: {key: value for key, value in mapping.items() if key != name}}
    base = pack.base
    if kind != "citations" and base is not None and name in getattr(base, kind):
        base = _less(base, kind, name)
    return replace(pack, base=base, **less)  # type: ignore[arg-type]


@contextmanager
def without_code(entry: str) -> Iterator[None]:
    """Nobody can perform the act, or call the function, wherever it has been imported."""
    module, _, name = entry.partition(":")
    original = getattr(importlib.import_module(module), name)
    if isinstance(original, type) and hasattr(original, "title") and hasattr(original, "who"):
        yield from _without_act(original)
    else:
        yield from _without_callable(original, name)


def _without_act(act: Any) -> Iterator[None]:
    from zhuangjian.apps.ledger import action

    tried = action._tried

    def refuse(asked: Any, *rest: Any) -> Any:
        if asked is act:
            raise TakenOut(act.name)
        return tried(asked, *rest)

    action._tried = refuse
    registered = action.ACTIONS.pop(act.name)
    try:
        yield
    finally:
        action._tried = tried
        action.ACTIONS[act.name] = registered


def _without_callable(original: Any, name: str) -> Iterator[None]:
    def gone(*given: Any, **more: Any) -> Any:
        raise TakenOut(name)

    if isinstance(original, type):
        gone = type(name, (), {"__init__": gone, "__class_getitem__": gone})  # type: ignore[assignment]
    places = [
        (module, key)
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith(("zhuangjian.", "tests."))
        for key, value in list(vars(module).items())
        if value is original
    ]
    for module, key in places:
        setattr(module, key, gone)
    try:
        yield
    finally:
        for module, key in places:
            setattr(module, key, original)


class _Noted(dict[str, Any]):
    """A part of a pack that notes which of its entries were asked for."""

    def __init__(self, kind: str, entries: Mapping[str, Any], asked: set[str]) -> None:
        super().__init__(entries)
        self._kind, self._asked = kind, asked

    def _note(self, *names: str) -> None:
        self._asked.update(f"{self._kind}:{name}" for name in names)

    def __getitem__(self, name: str) -> Any:
        self._note(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self._note(*super().keys())
        return super().__iter__()

    def items(self) -> Any:
        self._note(*super().keys())
        return super().items()

    def values(self) -> Any:
        self._note(*super().keys())
        return super().values()

    def keys(self) -> Any:
        self._note(*super().keys())
        return super().keys()


@contextmanager
def noting(region: str) -> Iterator[set[str]]:
    """Which entries of the region's pack are asked for and which acts are tried meanwhile, as names of parts.

    Without what a scenario never asks for it would come out the same, so it need not run again.
    """
    from zhuangjian.apps.ledger import action

    asked: set[str] = set()
    whole, tried = loader._load, action._tried
    noted: dict[Any, Pack] = {}

    def load(pack: str, root: Any, stamp: Any) -> Pack:
        if pack != region:
            return whole(pack, root, stamp)
        if (root, stamp) not in noted:
            read = whole(pack, root, stamp)
            parts = (*loader.KINDS, "citations", "documents")
            made = {kind: _Noted(kind, getattr(read, kind), asked) for kind in parts}
            noted[root, stamp] = replace(read, **made)  # type: ignore[arg-type]
        return noted[root, stamp]

    def note(act: Any, *rest: Any) -> Any:
        asked.add(f"{act.__module__}:{act.__name__}")
        return tried(act, *rest)

    loader._load, action._tried = load, note  # type: ignore[assignment]
    try:
        yield asked
    finally:
        loader._load, action._tried = whole, tried
