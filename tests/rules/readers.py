"""Which values of the rule packs the code looks up by name, found in its syntax: a mention alone is no reading."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import zhuangjian
from zhuangjian.engines.rules.courses_load import courses_of
from zhuangjian.engines.rules.loader import KINDS, load_pack, pack_names

# The functions that take a value's name and give the value, or do what it says.
LOOKUPS = {
    "due",
    "last_ended",
    "legal_limit",
    "number",
    "optional",
    "parameter",
    "practice",
    "practised",
    "refuse_by_practice",
    "NoInterest",
    "table",
    "value_on",
}
# Kinds of values that are read as a whole, none of them by its name: what ``engines/rules/origins.py`` reads, and checks
# of a file (`tests/casefile` sees to them).
READ_WHOLE = {"file_checks", "origins", "causes", "supports", "letters"}
SOURCE = Path(zhuangjian.__file__).parent


def all_names() -> set[str]:
    """Every name that a shipped pack gives a value, but checks of a file and what is read as a whole."""
    return {
        name
        for pack in pack_names()
        for kind in KINDS
        if kind not in READ_WHOLE
        for name in getattr(load_pack(pack), kind)
    }


def names_read(names: Iterable[str], sources: Iterable[str] | None = None) -> set[str]:
    """Those of ``names`` that some code looks up; the urgent form of a limit is looked up with the limit, a practice that a
    course names with the course."""
    known = set(names)
    found = set()
    for text in _shipped() if sources is None else sources:
        for said, whole in _looked_up(ast.parse(text)):
            found |= {n for n in known if n == said or (not whole and n.startswith(said))}
    for pack in pack_names():
        for name, series in load_pack(pack).deadlines.items():
            if name in found:
                found |= {value.urgent_name for value in series} & known
    if sources is None:
        found |= known & set(_of_courses())
    return found


def _of_courses() -> Iterator[str]:
    for pack in pack_names():
        for editions in courses_of(load_pack(pack)).values():
            for course in editions:
                yield from (row.practice for row in getattr(course, "coverage", ()) if row.practice)


def _shipped() -> Iterator[str]:
    for file in SOURCE.rglob("*.py"):
        if "migrations" not in file.parts:
            yield file.read_text(encoding="utf-8")


def _looked_up(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """(text, True) for a whole name in a call, (text, False) for the beginning of one that is put together."""
    renamed = {
        one.asname: one.name
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for one in n.names
        if one.asname
    }
    tables = dict(_tables(tree))
    for scope in (n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Module))):
        calls = (n for n in ast.walk(scope) if isinstance(n, ast.Call))
        for call in (n for n in calls if renamed.get(_called(n), _called(n)) in LOOKUPS):
            for given in [*call.args, *(k.value for k in call.keywords)]:
                yield from _said(given)
                if isinstance(given, ast.Name) and isinstance(scope, ast.FunctionDef):
                    yield from _looped(scope, given.id, tables)


def _called(call: ast.Call) -> str:
    of = getattr(call.func, "value", None)
    if getattr(call.func, "attr", "") == "get" and getattr(of, "attr", "") == "parameters":
        return "table"  # a pack's own values by name: a look-up like the others
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _said(given: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value, True
    elif isinstance(given, ast.JoinedStr) and isinstance(given.values[0], ast.Constant):
        yield str(given.values[0].value), False


def _tables(tree: ast.AST) -> Iterator[tuple[str, list[ast.expr | None]]]:
    """Mappings that stand in a module under a name, with their keys."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            yield from ((t.id, node.value.keys) for t in node.targets if isinstance(t, ast.Name))


def _looped(
    scope: ast.FunctionDef, variable: str, tables: dict[str, list[ast.expr | None]]
) -> Iterator[tuple[str, bool]]:
    """The texts that a ``for`` of the same function puts into the variable, a module's mapping looped over included."""
    for loop in (n for n in ast.walk(scope) if isinstance(n, ast.For)):
        if variable in {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}:
            parts = list(ast.walk(loop.iter))
            keys = [key for n in parts if isinstance(n, ast.Name) for key in tables.get(n.id, ())]
            for text in (n for n in [*parts, *keys] if isinstance(n, ast.Constant)):
                if isinstance(text.value, str):
                    yield text.value, True
