"""Pages of the documentation that are made from the code, so that they cannot say something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhuangjian.engines.risk.pack_loading import grade_pack
from zhuangjian.engines.risk.pack_loading_tables import method_text
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
    """Write the coverage table and the grading method before the site is built."""
    for name, text in {"coverage.md": coverage_page(), "risk-method.md": method_page()}.items():
        page = Path(config["docs_dir"]) / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def method_page() -> str:
    """The newest values of the shipped grading method, as Markdown."""
    pack = grade_pack()
    newest = max(
        value.effective_from for group in pack.values.values() for rows in group.values() for value in rows
    )
    return "\n".join(
        [
            f"# {pack.title}",
            "",
            "由分级方法文件生成，不手写：`zhuangjian risk grade-method --on 日期` 打印同一张表。各地分级指标的原文均未取得，"
            "所有分值、界限、频次都是本系统的建议，使用前由主管部门核定公布。算法见[风险分级与预警](risk.md)。"
            "依据一栏是默认地区的条款，其他地区用 `--region` 列出自己的。",
            "",
            method_text(pack.on(newest)),
        ]
    )


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
