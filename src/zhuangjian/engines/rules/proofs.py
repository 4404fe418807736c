"""What is proved of an article: that its scenario passes, and fails without any rule or any code of the article.

``make articles`` runs the scenarios with each rule taken out of the pack and each act taken out of the code and writes
down what failed (``proved.json`` beside the articles), with a digest of everything it ran. A status is computed from
that; nobody writes one.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .loader import KINDS, Pack, packs_root
from .models import Article, Status

FILE = "proved.json"
SOURCES = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Proved:
    """How far an article is proved: its status, and in Chinese what is lacking."""

    status: Status
    lacking: tuple[str, ...] = ()


def rules_of(pack: Pack, number: str, article: Article) -> tuple[str, ...]:
    """``deadlines:filing_feedback`` …: every entry of the region's own that cites the article, and those it lists."""
    reference = f"{pack.head.document} {number}"
    found = dict.fromkeys(article.rules)
    for kind in KINDS:
        base = getattr(pack.base, kind) if pack.base else {}
        for name, series in getattr(pack, kind).items():
            if series is base.get(name):
                continue
            if name in article.values or any(value.article == reference for value in series):
                found[f"{kind}:{name}"] = None
    found |= {f"citations:{key}": None for key, cited in pack.citations.items() if cited.article == reference}
    return tuple(found)


def rule_digest(pack: Pack, rule: str) -> str:
    """A digest of what the pack says under ``kind:name``; empty where it has nothing there."""
    kind, _, name = rule.partition(":")
    value = getattr(pack, kind).get(name)
    if value is None:
        return ""
    entries = value if isinstance(value, tuple) else (value,)
    return _digest(json.dumps([entry.model_dump(mode="json") for entry in entries], sort_keys=True))


def code_digest(path: Path, name: str) -> str:
    """A digest of the function or class ``name`` of a file, whatever its comments; empty where there is none."""
    return _names(path, path.stat().st_mtime_ns).get(name, "") if path.is_file() else ""


def source_of(entry: str) -> tuple[Path, str]:
    """The file and the name behind ``package.module:name``."""
    module, _, name = entry.partition(":")
    path = SOURCES.joinpath(*module.split("."))
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")), name


@lru_cache(maxsize=1000)
def _names(path: Path, stamp: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for name in _named(node):
            found[name] = _digest(ast.dump(_undocumented(node)))
    return found


def _named(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _undocumented(node: ast.stmt) -> ast.stmt:
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(part) is not None:
            part.body = part.body[1:] or [ast.Pass()]
    return node


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def proofs(root: Path | None, name: str) -> Mapping[str, Any]:
    """What was found by the last ``make articles`` of the pack ``name``: article → tests, rules, code."""
    path = (root or packs_root()) / name / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def proved(pack: Pack, number: str, article: Article, found: Mapping[str, Any]) -> Proved:
    """The status of an article by what was found, and what is lacking to it.

    Met: all its scenarios pass, and one of them fails for each rule taken out of the pack and each act taken out of the
    code, all of them as they are now. What is known to be lacking (``lacking``) leaves it partly met. A measure of a
    plan may have no value in the pack: it then rests on its acts alone.
    """
    tests, code = article.met_by.tests, article.met_by.code
    if not code or not tests:
        return Proved("not_yet", (article.lacking,) if article.lacking else ())
    lacking = [article.lacking] if article.lacking else []
    if not found.get("tests") or set(found["tests"]) != set(tests):
        lacking.append("情景尚未运行（make articles）")
    lacking += [
        f"情景不通过：{test.rpartition('::')[2]}" for test, said in _of(found, "tests") if not said["passes"]
    ]
    rules = rules_of(pack, number, article)
    if not rules and "-" not in number:
        lacking.append("法规包中没有这一条的取值或者引用")
    now = {rule: rule_digest(pack, rule) for rule in rules}
    lacking += _survivors(now, dict(_of(found, "rules")), "法规包中的")
    now = {entry: code_digest(*source_of(entry)) for entry in code}
    lacking += _survivors(now, dict(_of(found, "code")), "代码中的")
    return Proved("partly" if lacking else "met", tuple(lacking))


def _of(found: Mapping[str, Any], part: str) -> list[tuple[str, dict[str, Any]]]:
    return list(found.get(part, {}).items())


def _survivors(now: Mapping[str, str], found: Mapping[str, dict[str, Any]], where: str) -> list[str]:
    said = []
    for key, digest in now.items():
        entry = found.get(key)
        if not digest or entry is None or entry["digest"] != digest:
            said.append(f"{where} {key} 有改动，情景尚未重新运行（make articles）")
        elif not entry["fails"]:
            said.append(f"去掉{where} {key}，没有情景不通过")
    return said
