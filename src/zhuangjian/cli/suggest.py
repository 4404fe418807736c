"""``zhuangjian suggest``: checkpoints that published or written findings are probably about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.checkpoints import Example

app = typer.Typer(no_args_is_help=True)
LONGEST = 5_000


@app.callback()
def _group() -> None:
    """检查要点建议：由缺陷的文字推测是哪一条，供人选择。"""


@app.command("checkpoints")
def checkpoints_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON 文件：缺陷的列表，每条只读 text")],
    train: Annotated[
        Path | None,
        typer.Option(
            "--train",
            metavar="FILE",
            help="已由人对应到要点的缺陷（同一格式，读 text 和 checkpoint_if_known）",
        ),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """每条缺陷最可能的三条检查要点，附依据的词语；把握不足的标明“都不像”。只是建议。"""
    with refusals(format):
        from zhuangjian.engines.checkpoints.suggesting import edition_of, model, version

        examples = tuple(_examples(_read(train))) if train else ()
        rows = []
        for text in (_text_of(entry, place) for place, entry in enumerate(_read(file), start=1)):
            found = model(edition_of(text), examples).suggest(text)
            rows.append(
                {
                    "text": text,
                    "top": [one.number for one in found],
                    "edition": found[0].edition,
                    "sure": found[0].sure,
                    "why": [
                        {
                            "number": one.number,
                            "topic": one.topic,
                            "score": one.score,
                            "words": list(one.words),
                            "inferred": one.inferred,
                        }
                        for one in found
                    ],
                }
            )
        emit({"rows": rows, "model": version(examples)}, format, _tell)


def _read(path: Path) -> list[Any]:
    if not path.is_file():
        raise Refusal(f"找不到文件“{path}”。请核对路径。")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise Refusal(f"“{path.name}”不是 UTF-8 的 JSON 文件。") from None
    if not isinstance(data, list):
        raise Refusal(f"“{path.name}”应是一个列表，每项有 text。")
    return data


def _text_of(entry: Any, place: int) -> str:
    text = entry.get("text") if isinstance(entry, dict) else entry
    if not isinstance(text, str) or not text.strip():
        raise Refusal(f"第 {place} 项没有文字（text）。")
    return text[:LONGEST]


def _examples(entries: list[Any]) -> list[Example]:
    from zhuangjian.engines.checkpoints import EDITIONS, Example

    found = []
    for place, entry in enumerate(entries, start=1):
        known = entry.get("checkpoint_if_known") if isinstance(entry, dict) else None
        if isinstance(known, dict) and known.get("no") is not None:
            edition = EDITIONS["委托" in str(known.get("version", ""))]
            found.append(Example(_text_of(entry, place), str(known["no"]), edition))
    return found


def _tell(told: dict[str, Any]) -> None:
    for row in told["rows"]:
        console.print(row["text"], markup=False)
        if not row["sure"]:
            console.print("  · 都不像，请自行选择", markup=False)
            continue
        for why in row["why"]:
            words = f"（{'、'.join(why['words'])}）" if why["words"] else ""
            inferred = "〔编号或内容待确认〕" if why["inferred"] else ""
            console.print(f"  · {why['number']} {why['topic']}{words}{inferred}", markup=False)
    console.print(f"模型 {told['model']}。只是建议，由检查人员选择或者不用。", markup=False)
