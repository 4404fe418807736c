"""``zhuangjian text``: short texts classed by a small trained model, and how well it does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """短文本分类。"""


@app.command("evaluate")
def evaluate_command(
    train: Annotated[Path, typer.Option("--train", metavar="FILE", help="训练用的 .csv、.tsv 或 .parquet")],
    test: Annotated[Path, typer.Option("--test", metavar="FILE", help="测试用的文件，不应与训练的文字相同")],
    text: Annotated[str, typer.Option("--text", metavar="COL", help="文字所在列")],
    label: Annotated[str, typer.Option("--label", metavar="COL", help="标签所在列")],
    format: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """用一个文件训练、在另一个文件上衡量：正确率、各标签 F1 的平均、ROC 曲线下面积。"""
    with refusals(format):
        from zhuangjian.engines.opinion import evaluate

        found = evaluate(*_columns(train, text, label), *_columns(test, text, label))
        told = {"n": found.n, "accuracy": found.accuracy, "macro_f1": found.macro_f1, "auc": found.auc}
        emit(told, format, _tell)


def _columns(path: Path, text: str, label: str) -> tuple[list[str], list[str]]:
    """Texts and labels of the rows that have both."""
    from zhuangjian.engines.tables import open_session, require_columns

    with open_session("duckdb") as session:
        table = session.read(path, text=True) if path.suffix.lower() != ".parquet" else session.read(path)
        require_columns(table, [text, label], str(path))
        rows = session.arrow(table.select([text, label])).to_pylist()
    both = [(str(row[text]), str(row[label])) for row in rows if row[text] and row[label] is not None]
    return [words for words, _ in both], [name for _, name in both]


def _tell(told: dict[str, Any]) -> None:
    auc = "无法计算" if told["auc"] is None else f"{told['auc']:.3f}"
    console.print(
        f"{told['n']} 条：正确率 {told['accuracy']:.3f}，F1 平均 {told['macro_f1']:.3f}，AUC {auc}。"
    )
