"""A small copy of the shipped packs that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

from zhuangjian.engines.rules.loader import packs_root

RULES = """deadlines:
  filing_feedback:
    - title: 立案情况反馈
      effective_from: 2025-12-23
      effective_to: 2026-06-30
      article: CQ 39
      days: 5
      unit: working_days
      from: 作出是否立案决定之日
      holder: 接受移交线索单位
      basis: official
      source: 测试
      meaning: 五个工作日内反馈
    - title: 立案情况反馈
      effective_from: 2026-07-01
      article: CQ 39
      days: 6
      unit: working_days
      from: 作出是否立案决定之日
      holder: 接受移交线索单位
      basis: official
      source: 测试
      meaning: 六个工作日内反馈
tables:
  who:
    - effective_from: 2025-12-23
      article: CQ 4
      basis: official
      source: 测试
      meaning: 谁来负责
      columns:
        party: [maker, seller]
        child: [true, false]
      rows:
        - {when: {party: maker}, then: a, article: CQ 4, reason: 生产一侧由市局负责}
        - {when: {party: seller, child: true}, then: b, article: CQ 4, reason: 儿童化妆品重点}
        - {when: {party: seller, child: false}, then: c, article: CQ 4, reason: 其余由区县负责}
"""


def copy_packs(folder: Path) -> Path:
    """All shipped packs in ``folder``; the copy may be edited."""
    target = folder / "packs"
    shutil.copytree(packs_root(), target)
    return target


def small_pack(folder: Path, rules: str = RULES) -> Path:
    """Packs whose Chongqing has ``rules`` in place of its deadlines and tables, and no article list of values."""
    root = copy_packs(folder)
    home = root / "chongqing"
    for name in ("deadlines.yaml", "tables.yaml", "disclosure.yaml", "parameters.yaml"):
        (home / name).unlink()
    articles = home / "articles.yaml"
    kept = [line for line in articles.read_text(encoding="utf-8").splitlines() if "    values: " not in line]
    articles.write_text("\n".join(kept), encoding="utf-8")
    (home / "rules.yaml").write_text(rules, encoding="utf-8")
    return root
