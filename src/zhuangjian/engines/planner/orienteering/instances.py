"""Reads the published team-orienteering instances and the file of their reference values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhuangjian.engines.planner.orienteering.trips import Point
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Instance:
    """One published problem: ``points[0]`` is the start, ``points[-1]`` the end, the rest are sites with ``scores``."""

    name: str
    group: str
    points: tuple[Point, ...]
    scores: tuple[float, ...]
    trips: int
    limit: float


def read_instance(path: Path) -> Instance:
    """The instance in ``path``: lines ``n N``, ``m P``, ``tmax T``, then ``x y score`` for each of N points."""
    lines = _lines(path)
    points_said = int(_header(path, lines, 0, "n"))
    trips = int(_header(path, lines, 1, "m"))
    limit = _header(path, lines, 2, "tmax")
    if points_said < 2 or trips < 0 or limit < 0:
        raise Refusal(f"{path.name}的文件头有误：点数至少为2，行程条数和上限不能为负")
    rows = [_numbers(path, number, line) for number, line in enumerate(lines[3:], start=4) if line.strip()]
    if len(rows) != points_said:
        raise Refusal(f"{path.name}第1行写明有{points_said}个点，实际有{len(rows)}行，请核对文件是否完整")
    return Instance(
        path.name,
        _group(path),
        tuple((x, y) for x, y, _ in rows),
        tuple(score for _, _, score in rows[1:-1]),
        trips,
        limit,
    )


def read_instances(folder: Path) -> Iterator[Instance]:
    """All instances under ``folder``, ordered by path; files that do not begin with ``n NUMBER`` are something else."""
    if not folder.is_dir():
        raise Refusal(f"找不到目录{folder}，请给出存放算例的目录")
    paths = [
        path
        for path in sorted(folder.rglob("*.txt"))
        if re.match(r"\s*n\s+\d", path.read_text("utf-8", errors="replace"))
    ]
    if not paths:
        raise Refusal(f"目录{folder}中没有算例文件（第一行应为“n 点数”的.txt文件）")
    yield from map(read_instance, paths)


def read_references(path: Path) -> dict[str, float]:
    """Reference values by instance name, from lines ``NAME VALUE``; the name's ending ``.txt`` does not matter."""
    if not path.is_file():
        raise Refusal(f"找不到参考值文件{path}，请用--reference指定")
    values: dict[str, float] = {}
    for number, line in enumerate(_lines(path), start=1):
        parts = line.split()
        if not parts or line.startswith("#"):
            continue
        if len(parts) != 2:
            raise Refusal(f"{path.name}第{number}行应为“算例名 参考值”，现为“{line}”")
        values[parts[0].removesuffix(".txt")] = _number(path, number, parts[1])
    return values


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refusal(f"{path.name}不是UTF-8文本，无法读取") from None


def _header(path: Path, lines: list[str], index: int, word: str) -> float:
    parts = lines[index].split() if index < len(lines) else []
    if len(parts) != 2 or parts[0] != word:
        raise Refusal(f"{path.name}第{index + 1}行应为“{word} 数值”，现为“{' '.join(parts)}”")
    value = _number(path, index + 1, parts[1])
    if word != "tmax" and value != int(value):
        raise Refusal(f"{path.name}第{index + 1}行的数值应为整数，现为“{parts[1]}”")
    return value


def _numbers(path: Path, number: int, line: str) -> tuple[float, float, float]:
    parts = line.split()
    if len(parts) != 3:
        raise Refusal(f"{path.name}第{number}行应为“横坐标 纵坐标 分值”，现为“{line.strip()}”")
    x, y, score = (_number(path, number, part) for part in parts)
    return x, y, score


def _number(path: Path, number: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal(f"{path.name}第{number}行的“{text}”不是有效数字")
    return value


def _group(path: Path) -> str:
    """The set an instance belongs to: ``7`` for ``p7.2.a``, otherwise the folder's name."""
    match = re.match(r"p(\d+)\.", path.name)
    return match.group(1) if match else path.parent.name
