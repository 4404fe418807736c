"""``zhuangjian ingredients``: the names of labels' lists, matched to the lists of ingredients at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

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
        lists = _catalogue(catalogue) if catalogue else _kept()
        rows = _rows(file, column, id)
        (_print_json if format is Format.json else _print_text)(_told(rows, lists), lists)


def _catalogue(files: list[Path]) -> Catalogue:
    from zhuangjian.config.ready import django_ready
    from zhuangjian.engines.ingredients import Catalogue

    django_ready()
    from zhuangjian.apps.intake.reference import read_reference

    return Catalogue(read_reference(path) for path in files)


def _kept() -> Catalogue:
    """The lists that were brought in, as they count today."""
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()
    from django.utils import timezone

    from zhuangjian.apps.intake.ingredient_lists import catalogue_on

    return catalogue_on(timezone.localdate())


@app.command("formula")
def formula_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV、TSV、XLSX 或 JSON Lines 文件，每行一个产品的一种原料")
    ],
    product: Annotated[str, typer.Option("--product", metavar="COL", help="产品编号所在列")],
    name: Annotated[str, typer.Option("--name", metavar="COL", help="原料名称所在列")],
    amount: Annotated[str, typer.Option("--amount", metavar="COL", help="含量（%）所在列")],
    use: Annotated[
        str,
        typer.Option("--use", metavar="COL", help="使用方式（淋洗类、驻留类）所在列；不填则两类都高于才提示"),
    ] = "",
    label: Annotated[
        Path | None, typer.Option("--label", metavar="FILE", help="标签文件：与配方逐个产品对照")
    ] = None,
    column: Annotated[str, typer.Option("--column", metavar="COL", help="标签文件里成分表所在列")] = "",
    id: Annotated[str, typer.Option("--id", metavar="COL", help="标签文件里产品编号所在列")] = "",
    catalogue: Lists = None,
    format: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """把备案配方逐个产品与目录对照：禁用备注、最高历史使用量、目录中没有的、合计；给出标签的，与标签对照。只是线索，不是结论。"""
    with refusals(format):
        if label is not None and not (column and id):
            raise Refusal("给出 --label 的，请用 --column 写明成分表所在列、用 --id 写明产品编号所在列。")
        lists = _catalogue(catalogue) if catalogue else _kept()
        labels = dict(_rows(label, column, id)) if label else {}
        found = _formulas(file, (product, name, amount, use), labels, lists)
        emit({"products": found}, format, lambda told: _print_formulas(told["products"], lists))


def _formulas(
    file: Path, columns: tuple[str, str, str, str], labels: dict[str, str], lists: Catalogue
) -> list[dict[str, Any]]:
    """What is said of each product, in the order of the file."""
    from zhuangjian.apps.intake.reference import columns_named
    from zhuangjian.engines.ingredients import Line, against_label, check_formula, parse_label, use_of

    wanted = dict(zip(("--product", "--name", "--amount", "--use"), columns, strict=True))
    formulas: dict[str, list[Line]] = {}
    uses: dict[str, str] = {}
    for row in columns_named(file, {option: column for option, column in wanted.items() if column}):
        key = row["--product"]
        formulas.setdefault(key, []).append(Line(row["--name"], row["--amount"]))
        uses.setdefault(key, row.get("--use", ""))
    found = []
    for key, lines in formulas.items():
        checked = check_formula(lines, lists, use_of(uses[key]))
        told = {"id": key, "use": use_of(uses[key]).value, **checked.to_dict()}
        if key in labels:
            more = against_label(checked, parse_label(labels[key], lists))
            told["doubts"] += [one.to_dict() for one in more]
        found.append(told)
    return found


def _print_formulas(products: list[dict[str, Any]], lists: Catalogue) -> None:
    doubtful = [one for one in products if one["doubts"]]
    for one in doubtful[:SHOWN]:
        console.print(f"{one['id']}：", markup=False)
        for doubt in one["doubts"]:
            console.print(f"  {doubt['words']}", markup=False)
    if len(doubtful) > SHOWN:
        console.print(f"还有 {len(doubtful) - SHOWN} 个产品，用 --format json 看全部。", markup=False)
    console.print(
        f"{len(products)} 个产品，{len(doubtful)} 个有须核对的内容。以上是线索，不是结论；在目录中不等于可以用。",
        markup=False,
    )
    if not lists.judges:
        console.print("没有国家目录可对照：请先导入，或用 --catalogue 指定目录文件。", markup=False)


@app.command("import")
def import_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV、TSV、XLSX 或 JSON Lines，可用 gzip 压缩")
    ],
    effective_from: Annotated[str, typer.Option("--effective-from", help="自何日起 YYYY-MM-DD")],
    kind: Annotated[
        str, typer.Option("--kind", help="catalogue、maxima、prohibited、names、foreign；不填则按表头识别")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="名称；同名的新一版取代旧的，不填则用文件名")] = "",
    as_user: Annotated[str, typer.Option("--as", help="以谁的名义办理（登录名），默认系统")] = "",
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """导入一份原料清单：已使用原料目录、最高历史使用量、禁用目录、国际命名、境外清单。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        if not file.is_file():
            raise Refusal(f"找不到文件“{file}”。请核对路径。")
        ensure_ready()
        from zhuangjian.apps.authorities.acting import acting
        from zhuangjian.apps.intake.actions.ingredients import ImportIngredientList
        from zhuangjian.apps.ledger.action import Upload, perform

        given = {
            "file": Upload.of(file.name, file.read_bytes()),
            "kind": kind,
            "title": title,
            "effective_from": effective_from,
        }
        row = perform(ImportIngredientList, acting(as_user), None, given).object
        told = {
            "list": row.pk,
            "kind": row.kind,
            "title": row.title,
            "count": row.count,
            "effective_from": row.effective_from.isoformat(),
        }
        emit(
            told,
            format,
            lambda t: console.print(
                f"已导入“{t['title']}”：{t['count']} 个名称，自 {t['effective_from']} 起。"
            ),
        )


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
        console.print(
            "没有原料目录可对照：请用 zhuangjian ingredients import 导入，或用 --catalogue 指定目录文件。",
            markup=False,
        )


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
