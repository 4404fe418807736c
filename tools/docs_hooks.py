"""Pages of the documentation that are made from the code, so that they cannot say something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhuangjian.engines.rules import coverage
from zhuangjian.engines.rules.answer import plain

STATUS = {"met": "已满足", "partly": "部分满足", "not_yet": "尚未"}
KINDS = {
    "computed": "计算",
    "workflow": "流程",
    "record_field": "记录项目",
    "human_judgement": "人的判断",
    "definition": "定义",
}
DOCUMENTS = {"CQ": "重庆市化妆品检查管理实施细则（CQ）", "LN": "辽宁省三年行动计划实施方案（LN）"}


def on_pre_build(config: Any) -> None:
    """Write the coverage table before the site is built."""
    page = Path(config["docs_dir"]) / "coverage.md"
    text = coverage_page()
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")


def coverage_page() -> str:
    """The table of both documents, article by article, as Markdown."""
    rows = plain(coverage())
    lines = [
        "# 条文覆盖表",
        "",
        "由规则包生成，不手写：`zhuangjian rules coverage` 与系统中的“法规规则”页是同一张表。",
        "",
    ]
    for code, title in DOCUMENTS.items():
        mine = [r for r in rows if r["document"] == code]
        counted = "，".join(
            f"{label} {sum(r['status'] == status for r in mine)}" for status, label in STATUS.items()
        )
        lines += [f"## {title}", "", f"共 {len(mine)} 条：{counted}。", ""]
        lines += ["| 条款 | 内容（我们的概括） | 性质 | 状态 | 代码 | 说明 |", "|---|---|---|---|---|---|"]
        lines += [_line(code, row) for row in mine] + [""]
    return "\n".join(lines)


def _line(code: str, row: dict[str, Any]) -> str:
    kinds = row["kind"] if isinstance(row["kind"], list) else [row["kind"]]
    code_paths = "<br>".join(f"`{p.removeprefix('zhuangjian.')}`" for p in row["met_by"]["code"])
    cells = (
        f"{code} {row['article']}",
        f"**{row['title']}** {row['summary']}",
        "、".join(KINDS.get(k, k) for k in kinds),
        STATUS.get(row["status"], row["status"]),
        code_paths,
        row.get("note") or "",
    )
    return "| " + " | ".join(str(c).replace("|", "｜").replace("\n", " ") for c in cells) + " |"
