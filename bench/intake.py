"""Rows per second of a licence load, as a ratio to a bare bulk load of the same rows into the same database.

    python bench/intake.py                 20,000 rows into a fresh SQLite home
    python bench/intake.py --rows 1000000  a million; DATABASE_URL for PostgreSQL (an empty database)

The bare load reads the same file and writes each row's cells into one table of the same database, checking and
looking up nothing: no registry could be faster by this road. Peak memory of both processes (a large file is read by a
second one) and the speed of every tenth of the file are measured to show that neither depends on what is already there.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
WORDS = "丽妆美颜雅姿芳香清润秀然瑞康源华盛欣悦安琪诗曼"
HEADS = (
    "统一社会信用代码",
    "企业名称",
    "住所",
    "生产地址",
    "许可证编号",
    "许可项目",
    "发证机关",
    "发证日期",
    "有效期至",
)


def code(number: int) -> str:
    """A credit code with both check characters right; another for each number up to 10⁸."""
    body = f"{number:08d}"
    total = sum(w * int(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    start = f"91500112{body}{'0123456789X0'[11 - total % 11]}"
    total = sum(ALPHABET.index(c) * w for c, w in zip(start, WEIGHTS, strict=True))
    return start + ALPHABET[(31 - total % 31) % 31]


def row(number: int) -> tuple[str, ...]:
    """One row of a register; one in a hundred has the letter O for a zero."""
    letters = "".join(WORDS[(number // len(WORDS) ** k) % len(WORDS)] for k in range(4))
    holder = code(number)
    year, sequence = 1991 + number // 10_000 // len(PROVINCES), number % 10_000
    return (
        holder.replace("0", "O", 1) if number % 100 == 99 else holder,
        f"重庆{letters}化妆品有限公司",
        f"重庆市渝北区第{number % 997}大道{number}号",
        f"重庆市渝北区工业园{number % 89}路{number}号1幢；重庆市江北区仓储路{number}号（仓库）",
        f"{PROVINCES[number // 10_000 % len(PROVINCES)]}妆{year}{sequence:04d}",
        "一般液态单元（护发清洁类、护肤水类）；膏霜乳液单元（护肤清洁类、护发类）",
        "重庆市药品监督管理局",
        "2021-01-06",
        "2026-01-05",
    )


def write(path: Path, rows: int) -> None:
    """A register of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(row(n) for n in range(rows))


def bare(path: Path) -> float:
    """Seconds to write the file's cells into one plain table."""
    from django.db import connection, models, transaction

    fields = {f"c{n}": models.TextField() for n in range(len(HEADS))}
    meta = type("Meta", (), {"app_label": "intake", "db_table": "bench_bare"})
    model = type(
        "Bare", (models.Model,), {**fields, "__module__": "zhuangjian.apps.intake.models", "Meta": meta}
    )
    with connection.schema_editor() as editor:
        editor.create_model(model)
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        while part := list(islice(lines, 1000)):
            with transaction.atomic():
                model.objects.bulk_create(
                    [model(**{f"c{n}": v for n, v in enumerate(cells)}) for cells in part]
                )
    seconds = time.perf_counter() - started
    with connection.schema_editor() as editor:
        editor.delete_model(model)
    return seconds


def main() -> None:
    """Measure and print one JSON document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    wanted = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="zhuangjian-bench-") as folder:
        os.environ["ZHUANGJIAN_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuangjian.config.settings")
        import django

        django.setup()
        print(
            json.dumps(measure(Path(folder) / "licences_2021-01.csv", wanted), ensure_ascii=False, indent=2)
        )


def measure(path: Path, wanted: int) -> dict[str, object]:
    """Both loads of ``wanted`` rows, in the database that the environment names."""
    from django.db import connection

    from zhuangjian.apps.authorities.acting import acting
    from zhuangjian.apps.intake.loading import load
    from zhuangjian.config.database import migrate_if_needed

    write(path, wanted)
    migrate_if_needed()
    person = acting()
    bare_cpu = -cpu()
    bare_seconds = bare(path)
    bare_cpu += cpu()
    before = peak_mib()
    steps = Steps(wanted)
    first_cpu, second_cpu = -cpu(), -cpu(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    result = load("licences", path, person, say=steps)
    seconds = time.perf_counter() - started
    first_cpu += cpu()
    second_cpu += cpu(resource.RUSAGE_CHILDREN)
    return {
        "database": connection.vendor,
        "rows": wanted,
        "bare_rows_per_second": round(wanted / bare_seconds),
        "intake_rows_per_second": round(wanted / seconds),
        "ratio": round(bare_seconds / seconds, 4),
        "cpu_seconds": {
            "bare": round(bare_cpu, 1),
            "first": round(first_cpu, 1),
            "second": round(second_cpu, 1),
        },
        "cpu_ratio": round(bare_cpu / (first_cpu + second_cpu), 4),
        "peak_mib_before": before,
        "peak_mib": peak_mib(),
        "peak_mib_second_process": peak_mib(resource.RUSAGE_CHILDREN),
        "rows_per_second_by_tenth": steps.speeds,
        "peak_mib_by_tenth": steps.memory,
        "result": result,
    }


def cpu(whose: int = resource.RUSAGE_SELF) -> float:
    """Processor seconds so far: what other work on the machine does not lengthen."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def peak_mib(whose: int = resource.RUSAGE_SELF) -> int:
    """Largest resident memory so far, of this process or of its children that ended."""
    return resource.getrusage(whose).ru_maxrss // 1024


class Steps:
    """Notes speed and memory at every tenth of the rows (the first includes the start of the second process)."""

    def __init__(self, rows: int) -> None:
        self.part = max(rows // 10, 1)
        self.done = 0
        self.at = time.perf_counter()
        self.speeds: list[int] = []
        self.memory: list[int] = []

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} / {total:,}", end="", file=sys.stderr)
        if done - self.done < self.part and done < total:
            return
        now = time.perf_counter()
        self.speeds.append(round((done - self.done) / (now - self.at)))
        self.memory.append(peak_mib())
        self.done, self.at = done, now


if __name__ == "__main__":
    main()
