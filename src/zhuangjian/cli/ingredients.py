"""``zhuangjian ingredients``: the names of labels' lists, matched to the lists of ingredients at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.ingredients import Catalogue

app = typer.Typer(no_args_is_help=True)
SHOWN = 20

Lists = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        metavar="FILE",
        help="原料清单文件（可给几个）：已使用化妆品原料目录、国际命名、禁用目录、境外清单，按表头识别",
    ),
]


@app.callback()
def _group() -> None:
    """标签成分表：读成名称，与原料目录对照。"""


@app.command("parse")
def parse_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV、TSV、XLSX 或 JSON Lines 文件，每行一份标签")
    ],
    column: Annotated[str, typer.Option("--column", metavar="COL", help="成分表所在列")],
    id: Annotated[str, typer.Option("--id", metavar="COL", help="编号所在列；不填则用行号")] = "",
    catalogue: Lists = None,
    format: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """把标签上的成分表读成一个个名称，逐个与目录对照；境外清单上的只提示“须人工核对”。"""
    with refusals(format):
        lists = _catalogue(catalogue or [])
        rows = _rows(file, column, id)
        (_print_json if format is Format.json else _print_text)(_told(rows, lists), lists)


def _catalogue(files: list[Path]) -> Catalogue:
    from zhuangjian.config.ready import django_ready
    from zhuangjian.engines.ingredients import Catalogue

    django_ready()
    from zhuangjian.apps.intake.reference import read_reference

    return Catalogue(read_reference(path) for path in files)


def _rows(file: Path, column: str, named: str) -> Iterator[tuple[str, str]]:
    """(id, text) of every row of the file, read as it goes."""
    from zhuangjian.apps.intake.reference import two_columns

    return two_columns(file, column, named)


def _told(rows: Iterator[tuple[str, str]], lists: Catalogue) -> Iterator[dict[str, Any]]:
    from zhuangjian.engines.ingredients import parse_label

    for key, text in rows:
        yield {"id": key, "names": [name.to_dict() for name in parse_label(text, lists)]}


def _print_json(rows: Iterator[dict[str, Any]], lists: Catalogue) -> None:
    """One JSON document, written row by row: a large file is never whole in memory."""
    # A file that is refused is refused at its first row: nothing is printed before that.
    first = list(islice(rows, 1))
    print('{"rows": [', end="")
    for place, row in enumerate(chain(first, rows)):
        print(",\n" if place else "\n", json.dumps(row, ensure_ascii=False), sep="", end="")
    print("\n]}")


def _print_text(rows: Iterator[dict[str, Any]], lists: Catalogue) -> None:
    from zhuangjian.engines.ingredients import Verdict

    labels = names = matched = empty = 0
    verdicts = dict.fromkeys(Verdict, 0)
    for row in rows:
        labels += 1
        empty += not row["names"]
        for name in row["names"]:
            names += 1
            matched += name["matched"] is not None
            verdicts[Verdict(name["verdict"])] += 1
        if labels <= SHOWN:
            console.print(f"{row['id']}：{_words(row['names'])}", markup=False)
    share = f"{matched / names:.1%}" if names else "—"
    console.print(
        f"{labels} 份标签（{empty} 份没有读到成分表），{names} 个名称，对上 {matched} 个（{share}）。"
        + "，".join(f"{verdict.label} {count}" for verdict, count in verdicts.items() if count),
        markup=False,
    )
    if not lists:
        console.print("没有原料目录可对照：请用 --catalogue 指定目录文件。", markup=False)


def _words(names: list[dict[str, Any]]) -> str:
    from zhuangjian.engines.ingredients import Verdict

    plain = (Verdict.USED, Verdict.UNCHECKED)
    return (
        "、".join(
            name["text"]
            + ("" if Verdict(name["verdict"]) in plain else f"〔{Verdict(name['verdict']).label}〕")
            for name in names
        )
        or "没有读到成分表"
    )
