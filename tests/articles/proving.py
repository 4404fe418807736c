"""Runs each scenario of an article as it is, and again without each rule and each act of the article.

As a plugin (``-p tests.articles.proving``, see ``tools/articles.py``) it writes down what failed; ``contradicted`` lets
the ordinary run try a few of the written claims again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.articles.taking_out import noting, without
from zhuangjian.engines.rules.loader import load_pack, pack_names, packs_root
from zhuangjian.engines.rules.proofs import FILE, code_digest, proofs, rule_digest, rules_of, source_of

ROOT = Path(__file__).resolve().parents[2]


def claims() -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """Of each article, by pack and number: its tests, rules and code as they are now, each with its digest."""
    found = {}
    for name in pack_names():
        pack = load_pack(name)
        for number, article in pack.articles.items():
            if not (article.met_by.tests and article.met_by.code):
                continue
            tests = {
                t: code_digest(ROOT / t.partition("::")[0], t.rpartition("::")[2])
                for t in article.met_by.tests
            }
            found[name, number] = {
                "tests": tests,
                "rules": {rule: rule_digest(pack, rule) for rule in rules_of(pack, number, article)},
                "code": {entry: code_digest(*source_of(entry)) for entry in article.met_by.code},
            }
    return found


def stale(pack: str, number: str, now: dict[str, dict[str, str]]) -> bool:
    """Whether anything of the article has changed since it was proved."""
    found = proofs(None, pack).get(number, {})
    return any(
        now[part] != {key: entry["digest"] for key, entry in found.get(part, {}).items()} for part in now
    )


def begun(pack: str, number: str, now: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What is known of the article already: of its scenarios, rules and code that are as they were."""
    known = proofs(None, pack).get(number, {}) if os.environ.get("ZHUANGJIAN_PROVE_ANEW") != "1" else {}
    tests = known.get("tests", {})
    same = {test for test, digest in now["tests"].items() if tests.get(test, {}).get("digest") == digest}
    found: dict[str, Any] = {
        "tests": {
            test: {"digest": digest, "passes": tests[test]["passes"] if test in same else None}
            for test, digest in now["tests"].items()
        }
    }
    for kind in ("rules", "code"):
        found[kind] = {}
        for part, digest in now[kind].items():
            proof = known.get(kind, {}).get(part, {})
            holds = proof.get("digest") == digest and proof.get("fails", "").partition("[")[0] in same
            found[kind][part] = {"digest": digest, "fails": proof["fails"] if holds else ""}
    return found


def needed(pack: str, number: str, now: dict[str, dict[str, str]]) -> list[str]:
    """The scenarios to run: the new ones; all of them where a rule or code is new or changed."""
    known = proofs(None, pack).get(number, {})
    found = begun(pack, number, now)
    changed = any(
        known.get(kind, {}).get(part, {}).get("digest") != proof["digest"]
        or (known[kind][part]["fails"] and not proof["fails"])
        for kind in ("rules", "code")
        for part, proof in found[kind].items()
    )
    return [test for test, said in found["tests"].items() if changed or said["passes"] is None]


def again(item: pytest.Item, nextitem: pytest.Item | None, pack: str, part: str) -> str:
    """Runs the test without that part: ``passed``, ``failed`` or ``skipped``."""
    with without(pack, part):
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    outcomes = {report.outcome for report in reports}
    return next(said for said in ("failed", "skipped", "passed") if said in outcomes)


def untouched(part: str, asked: set[str]) -> bool:
    """Whether the scenario came to its end without asking for the part; of functions nobody knows."""
    return part not in asked and (not part.startswith("zhuangjian.") or ".actions." in part)


def test_of(item: pytest.Item) -> str:
    """``tests/x/test_y.py::test_z``, whatever it was parametrised with."""
    return item.nodeid.partition("[")[0]


def concerns(item: pytest.Item, pack: str, part: str) -> bool:
    """Whether this case of a test can say anything of the part: its region, and the check that a fault is planted for."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    if given.get("region", pack) != pack:
        return False
    if fault := given.get("fault"):
        return part.startswith("zhuangjian.engines.casefile") or part == f"file_checks:{fault.check}"
    return not (part.startswith("file_checks:") and "casefile" in item.nodeid)


def sampled(count: int = 4) -> dict[str, list[tuple[str, str]]]:
    """A few of the written claims, others whenever anything of them changes: node → the pack and part it fails without."""
    written = {name: (packs_root() / name / FILE) for name in pack_names()}
    salt = "".join(path.read_text(encoding="utf-8") for path in written.values() if path.is_file())
    claimed = {
        (proof["fails"], name, part)
        for name in written
        for said in proofs(None, name).values()
        for kind in ("rules", "code")
        for part, proof in said[kind].items()
        if proof["fails"]
    }
    ranked = sorted(
        claimed, key=lambda one: hashlib.sha256(f"{one}{len(salt)}{salt[-4000:]}".encode()).digest()
    )
    chosen: dict[str, list[tuple[str, str]]] = {}
    for node, name, part in ranked[:count]:
        chosen.setdefault(node, []).append((name, part))
    return chosen


class Doubting:
    """In an ordinary run: each sampled scenario runs once more without what it is said to fail without."""

    def __init__(self) -> None:
        self.sample = sampled()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        """A failed report of its own where the scenario passes without the part."""
        result = yield
        for pack, part in self.sample.get(item.nodeid, ()):
            if again(item, nextitem, pack, part) == "passed":
                words = f"{item.nodeid} 去掉 {part} 也通过：proved.json 与事实不符，请运行 make articles"
                report = pytest.TestReport(
                    item.nodeid,
                    item.location,
                    {},
                    "failed",
                    words,
                    "call",
                    sections=[],
                    duration=0,
                    start=0,
                    stop=0,
                )
                item.ihook.pytest_runtest_logreport(report=report)
        return result


class Proving:
    """Collects for the chosen articles what passes and what fails without what."""

    def __init__(self, chosen: Iterable[tuple[str, str]]) -> None:
        now = claims()
        self.found: dict[tuple[str, str], dict[str, Any]] = {key: begun(*key, now[key]) for key in chosen}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leaves out the cases of a scenario that concern another region, or a fault that no chosen article checks."""
        rules = {(pack, rule) for (pack, _), said in self.found.items() for rule in said["rules"]}
        items[:] = [
            item
            for item in items
            for given in [getattr(getattr(item, "callspec", None), "params", {})]
            if "fault" not in given or (given["region"], f"file_checks:{given['fault'].check}") in rules
        ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        """After the test itself, once more for each part that no scenario has failed without so far."""
        reports: list[Any] = []
        self.reports = reports
        with ExitStack() as stack:
            asked = {pack: stack.enter_context(noting(pack)) for pack in {pack for pack, _ in self.found}}
            result = yield
        passed = all(report.outcome != "failed" for report in reports)
        test = test_of(item)
        for (pack, _), said in self.found.items():
            if test not in said["tests"]:
                continue
            entry = said["tests"][test]
            entry["passes"] = passed and entry["passes"] is not False
            if passed:
                for kind in ("rules", "code"):
                    for part, proof in said[kind].items():
                        if proof["fails"] or not concerns(item, pack, part) or untouched(part, asked[pack]):
                            continue
                        if again(item, nextitem, pack, part) == "failed":
                            proof["fails"] = item.nodeid
        return result

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Remembers how the test that is run as it is came out."""
        self.reports.append(report)

    def pytest_sessionfinish(self) -> None:
        """Writes what was found, over what was known."""
        for name in sorted({pack for pack, _ in self.found}):
            known = dict(proofs(None, name))
            known |= {number: said for (pack, number), said in self.found.items() if pack == name}
            standing = {number for pack, number in claims() if pack == name}
            order = [number for number in load_pack(name).articles if number in standing and number in known]
            text = json.dumps({number: known[number] for number in order}, ensure_ascii=False, indent=1)
            (packs_root() / name / FILE).write_text(text + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Takes the articles to prove from the environment: ``chongqing 39;chongqing 40``."""
    chosen = [tuple(one.split(" ")) for one in os.environ["ZHUANGJIAN_PROVE"].split(";")]
    config.pluginmanager.register(Proving(chosen), "proving")  # type: ignore[arg-type]
