"""``zhuangjian match link``: records of one or several files put together by party."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the sub-command to the group."""
    app.command("link")(link_command)


def link_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="一个或几个 .csv、.tsv、.parquet 文件")
    ],
    id: Annotated[str, typer.Option("--id", metavar="COL", help="记录编号所在列")],
    name: Annotated[str, typer.Option("--name", metavar="COL", help="名称所在列")],
    address: Annotated[str, typer.Option("--address", metavar="COL", help="地址所在列")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="记录与类的对应表：.csv、.tsv 或 .parquet")
    ],
    phone: Annotated[str, typer.Option("--phone", metavar="COL", help="电话所在列")] = "",
    person: Annotated[str, typer.Option("--person", metavar="COL", help="法定代表人或负责人所在列")] = "",
    zip: Annotated[str, typer.Option("--zip", metavar="COL", help="邮政编码所在列")] = "",
    code: Annotated[str, typer.Option("--code", metavar="COL", help="统一社会信用代码所在列")] = "",
    number: Annotated[
        list[str] | None, typer.Option("--number", metavar="COL", help="许可证或备案编号所在列，可重复给出")
    ] = None,
    truth: Annotated[
        str, typer.Option("--truth", metavar="COL", help="真值列：只用于衡量结果，不影响任何合并")
    ] = "",
    threshold: Annotated[float, typer.Option("--threshold", metavar="P", help="合并阈值（概率）")] = 0.7,
    review: Annotated[float, typer.Option("--review", metavar="P", help="复核下限（概率）")] = 0.1,
    explain: Annotated[
        list[str] | None,
        typer.Option("--explain", metavar="ID1,ID2", help="说明这两条记录的判断，可重复给出"),
    ] = None,
    block_cap: Annotated[
        int, typer.Option("--block-cap", help="一个共同特征最多把多少条记录放在一起比较")
    ] = 100,
    seed: Annotated[int, typer.Option("--seed", help="抽样的随机种子")] = 2026,
    threads: Annotated[int | None, typer.Option("--threads", help="使用的核数，默认全部")] = None,
    memory_limit: Annotated[
        str | None, typer.Option("--memory-limit", metavar="SIZE", help="内存上限，例如 4GB")
    ] = None,
    temp_directory: Annotated[
        Path | None, typer.Option("--temp-directory", metavar="DIR", help="内存不够时的临时目录")
    ] = None,
    fmt: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """把同一主体的记录归为一类：先看信用代码，再看其他编号，再看名称、地址、电话和人员。"""
    with refusals(fmt):
        from zhuangjian.cli.match_link_files import gather, review_path, write_results
        from zhuangjian.engines.matching.link import link
        from zhuangjian.engines.matching.link_fields import Fields, LinkOptions

        refuse_unusable(out, files)
        refuse_unusable(review_path(out), files)
        options = LinkOptions(
            threshold=threshold, review=review, block_cap=block_cap, seed=seed, threads=threads,
            memory_limit=memory_limit, temp_directory=str(temp_directory) if temp_directory else None,
            explain=tuple(_two(text) for text in explain or ()),
        )  # fmt: skip
        wanted = Fields(
            id="key", name=name, address=address, phone=phone or None, person=person or None, zip=zip or None,
            code=code or None, numbers=tuple(number or ()),
        )  # fmt: skip
        asked = [id, *wanted.columns()[1:], *([truth] if truth else [])]
        with console.status("正在合并……") if fmt is Format.text else _quiet():
            gathered = gather(files, id, asked, options)
            linked = link(gathered.records, gathered.fields(wanted), options)
            write_results(linked, gathered, out)
        emit(_told(linked, gathered, truth, out, review_path(out)), fmt, _show)


class _quiet:
    def __enter__(self) -> None:
        """Nothing is shown to programs."""

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


def _two(text: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    if len(parts) != 2 or not all(parts):
        raise Refusal(f"--explain 应写成 编号1,编号2，给出的是“{text}”。")
    return parts[0], parts[1]


def _told(linked: Any, gathered: Any, truth: str, out: Path, beside: Path) -> dict[str, Any]:
    from zhuangjian.engines.matching.link_measure import measure
    from zhuangjian.engines.matching.link_summary import summary

    told: dict[str, Any] = summary(linked)
    told["files"] = {"clusters": str(out), "review": str(beside)}
    if truth:
        labels = gathered.column(truth)
        told["truth"] = measure(linked.clusters["cluster"].to_pylist(), labels).to_dict()
    return told


def _show(told: dict[str, Any]) -> None:
    pairs = told["pairs"]
    console.print(
        f"{told['records']} 条记录，归为 {told['clusters']} 类；其中 {told['clusters_of_several']} 类不止一条记录。"
    )
    console.print(
        f"比较 {pairs['blocked']} 对（全部可能 {pairs['possible']} 对），合并 {pairs['linked']} 对，待人工复核 {pairs['review']} 对。"
    )
    for note in told["training"]["notes"]:
        console.print(note)
    if "truth" in told:
        found = told["truth"]
        console.print(
            f"对照真值：精确率 {found['precision']:.4f}，召回率 {found['recall']:.4f}，F1 {found['f1']:.4f}。"
        )
    if told["renames"]:
        console.print(f"更名 {len(told['renames'])} 起，例如：")
        for one in told["renames"][:SHOWN]:
            console.print(
                f"  · {' → '.join(name['name'] for name in one['names'])}（{'，'.join(one['evidence'])}）",
                markup=False,
            )
    if told["doubtful_codes"]:
        console.print(f"校验不通过的信用代码 {len(told['doubtful_codes'])} 个，更正建议须人工确认：")
        for one in told["doubtful_codes"][:SHOWN]:
            console.print(
                f"  · {one['id']}：{one['code']} → {one['suggestion'] or '（无法推断）'}", markup=False
            )
    for one in told["explained"]:
        console.print(one["sentence"], markup=False)
    console.print(f"结果：{told['files']['clusters']}；复核清单：{told['files']['review']}", markup=False)
