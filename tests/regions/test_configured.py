"""A region is configured by name; nothing of one stands in code."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import zhuangjian
from zhuangjian.config.region import known_region
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import default_region, load_pack, pack_names, region_names

ROOT = Path(zhuangjian.__file__).parent
# Rule functions that answer for a region: whoever leaves the region out gets the default's law.
RULES = {
    "due", "judge", "forms_for", "conclusions_for", "must_merge", "team_faults", "plan_faults", "record_faults",
    "interest_faults", "review_faults", "may_disclose", "disclosable", "deadline_names", "cited",
}  # fmt: skip


def test_an_unknown_region_is_said_at_the_start_with_those_there_are(tmp_path):
    environment = {**os.environ, "ZHUANGJIAN_REGION": "guangdong", "ZHUANGJIAN_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "zhuangjian.cli.main", "ledger", "verify"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    said = "".join((done.stdout + done.stderr).split())
    assert done.returncode != 0
    assert "ZHUANGJIAN_REGION" in said
    assert "guangdong" in said
    assert all(f"{name}（{load_pack(name).head.title}）" in said for name in region_names())
    assert "Traceback" not in said


def test_a_region_may_be_named_in_chinese_and_without_a_name_the_packs_choose():
    for name in region_names():
        assert known_region(name) == known_region(load_pack(name).head.title) == name
    assert known_region("") == default_region()
    with pytest.raises(Refusal, match="没有这个地区的法规包"):
        known_region("national")


def calls_without_region(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = {k.arg for k in node.keywords}
        if (
            name in RULES
            and not given & {"region", "pack", None}
            and not (name == "deadline_names" and node.args)
        ):
            yield f"{name}, line {node.lineno}"


def test_no_page_act_or_command_asks_a_rule_without_saying_for_which_region():
    found = {
        str(file.relative_to(ROOT)): calls
        for part in ("apps", "api", "web", "cli")
        for file in (ROOT / part).rglob("*.py")
        if (calls := list(calls_without_region(ast.parse(file.read_text()))))
    }
    assert found == {}


def words_of_packs():
    """Names, titles, document codes and signs of the regions that have a pack."""
    from zhuangjian.engines.identifiers.regions import ABBREVIATIONS

    heads = [load_pack(name).head for name in pack_names() if name != "national"]
    plain = {w for h in heads for w in (h.name, h.aliases[0])}
    signs = {sign for sign, name in ABBREVIATIONS.items() if name in plain}
    codes = {h.document for h in heads}
    return re.compile(f"{'|'.join(sorted(plain | signs))}|\\b(?:{'|'.join(sorted(codes))})\\b")


# Each with its reason; the list only shrinks.
ALLOWED = {
    "engines/identifiers/regions.py": "the table of all provinces (GB/T 2260)",
}


def code_words(file):
    """Every string of a Python file but its docstrings and comments, or the whole of a template."""
    if file.suffix != ".py":
        yield from enumerate(file.read_text().splitlines(), start=1)
        return
    tree = ast.parse(file.read_text())
    said = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def test_no_regions_name_article_or_sign_stands_in_python_or_a_template():
    pattern = words_of_packs()
    assert pattern.search("CQ 14")
    assert pattern.search("渝妆20210001")
    assert not pattern.search("条例 47")
    found = {}
    for suffix in ("py", "html", "typ", "js", "txt"):
        for file in ROOT.rglob(f"*.{suffix}"):
            name = str(file.relative_to(ROOT))
            if "/migrations/" in name or "/vendor/" in name or "/packs/" in name or name in ALLOWED:
                continue
            if hits := [f"{line}: {text[:40]}" for line, text in code_words(file) if pattern.search(text)]:
                found[name] = hits
    assert found == {}


def test_the_national_pack_and_a_regions_pack_name_no_other_region():
    packs = ROOT / "engines" / "rules" / "packs"
    for name in pack_names():
        others = [load_pack(other).head for other in region_names() if other != name]
        foreign = re.compile("|".join(f"{h.aliases[0]}|\\b{h.document}\\b" for h in others))
        for file in (packs / name).rglob("*.yaml"):
            assert not foreign.search(file.read_text()), file
