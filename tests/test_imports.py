"""Files import downwards: no circle among the files of the areas and of the kernel."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import zhuangjian

ROOT = Path(zhuangjian.__file__).parent
Graph = Mapping[str, set[str]]


def modules(*folders: str) -> dict[str, Path]:
    """Module name -> file, of the folders below the package; migrations stand apart."""
    found = {}
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(("zhuangjian", *(p for p in parts if p != "__init__")))] = path
    return found


def imported(tree: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """What a file needs while it is being imported: imports inside functions come later."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in known else node.module


def graph_of(files: Mapping[str, Path]) -> Graph:
    """File -> the files it imports."""
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in files.items()}
    return {name: {one for one in imported(tree, files) if one in files} for name, tree in trees.items()}


def circles(graph: Graph) -> list[str]:
    """Every way back to a file that was left, once, as a chain of names."""
    found, state, way = [], dict.fromkeys(graph, 0), []

    def walk(name: str) -> None:
        state[name] = 1
        way.append(name)
        for one in sorted(graph[name]):
            if state[one] == 1:
                found.append(" → ".join((*way[way.index(one) :], one)))
            elif state[one] == 0:
                walk(one)
        way.pop()
        state[name] = 2

    for name in sorted(graph):
        if state[name] == 0:
            walk(name)
    return found


def test_no_file_of_an_area_or_of_the_kernel_imports_itself_on_a_way_round():
    assert circles(graph_of(modules("apps", "kernel"))) == []


def test_a_circle_is_found_and_named():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a → b → c → a"]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_the_kernel_imports_no_area():
    files = modules("apps", "kernel")
    graph = graph_of(files)
    up = {
        f"{name} → {one}"
        for name in graph
        for one in graph[name]
        if name.startswith("zhuangjian.kernel") and one.startswith("zhuangjian.apps")
    }
    assert up == set()
