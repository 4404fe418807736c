"""Two installations on this machine exchange a letter and its answer: two homes, two databases, two keys.

``python tools/exchange.py`` makes both in a temporary folder, has one ask the other for assistance, and the other receive
the request, tell an extension and answer, all by ``zhuangjian`` commands and signed files. Exit code 1 when a step is
refused that should not be, or the other way round. Needs ``zhuangjian`` to be importable.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PASSWORD = "Zhuangjian-2026"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NAMES = {"chongqing": ("甲市药品监督管理局", "500000"), "liaoning": ("乙省药品监督管理局", "210000")}


class Failed(Exception):
    """A step went otherwise than it should."""


class Installation:
    """One installation: a process of its own with its own home and region, which runs commands as they are handed in."""

    def __init__(self, home: Path, region: str) -> None:
        self.home, self.region = home, region
        self.name, code = NAMES[region]
        environment = {**os.environ, "ZHUANGJIAN_HOME": str(home), "ZHUANGJIAN_REGION": region}
        environment.pop("DATABASE_URL", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        home.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.run(
            "user",
            "add-authority",
            self.name,
            "--kind",
            "municipal",
            "--region",
            code,
            "--short-name",
            "省局",
        )
        words = ("user", "create", "chengban", "--name", "承办人", "--role", "head", "--authority", self.name)
        self.run(*words, "--password", PASSWORD)

    def run(self, *words: str, refused: bool = False) -> Any:
        """One command; its JSON answer. Failed when it is refused and should not be, or the other way round."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([*words, "--format", "json"]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        code, out = json.loads(line) if line else (1, "进程已经结束")
        if (code != 0) != refused:
            raise Failed(f"{self.name}：zhuangjian {' '.join(words)}\n{out}")
        return json.loads(out)

    def act(self, name: str, target: str = "", **data: Any) -> Any:
        """One act by ``zhuangjian do``."""
        found = [target] if target else []
        return self.run("do", name, *found, "--json", json.dumps(data), "--as", "chengban")

    def close(self) -> None:
        """Nothing is asked of it any more."""
        self.process.communicate()


def serve() -> None:
    """Run the commands that come in, one a line, and answer each with its exit code and what it printed."""
    from zhuangjian.cli import main

    for line in sys.stdin:
        out, code = StringIO(), 0
        sys.argv = ["zhuangjian", *json.loads(line)]
        with redirect_stdout(out), redirect_stderr(StringIO()):
            try:
                main.run()
            except SystemExit as end:
                code = int(end.code or 0) if not isinstance(end.code, str) else 1
        print(json.dumps([code, out.getvalue()]), flush=True)


def exchange(folder: Path, say: Any = print) -> dict[str, Any]:
    """The whole exchange in a folder; what both sides know at the end. Raises Failed."""
    asking, asked = Installation(folder / "one", "chongqing"), Installation(folder / "two", "liaoning")
    try:
        return _exchanged(folder, asking, asked, say)
    finally:
        asking.close()
        asked.close()


def _exchanged(folder: Path, asking: Installation, asked: Installation, say: Any) -> dict[str, Any]:
    def carried(sender: Installation, letter: str, what: str, to: Installation) -> Any:
        file = folder / f"{what}.zip"
        sender.run("letter", "send", letter, "--what", what, "--out", str(file), "--as", "chengban")
        key = sender.run("bundle", "verify", str(file))["public_key"]
        found = to.run("letter", "receive", str(file), "--key", key, "--as", "chengban")
        again = to.run("letter", "receive", str(file), "--key", key, "--as", "chengban")
        if found["again"] or not again["again"]:
            raise Failed(f"{what}：同一份接收两次，应当只登记一次")
        say(f"{sender.name} → {to.name}：{file.name}，{found['number']}，期限 {found['due']}")
        return found

    written = asking.act(
        "cooperation.write",
        kind="assistance",
        to=asked.name,
        subject="请协助核实一批原料的流向",
        party="外省某化妆品有限公司",
        reasons="案件调查需要核实供货记录",
        matters="调取供货合同和出库单",
        contact_name="李某",
        contact_way="023-60000000",
    )
    ours = written["id"]
    upload = {
        "name": "供货记录.pdf",
        "content": base64.b64encode(PDF).decode(),
        "media_type": "application/pdf",
    }
    asking.act("cooperation.annex", ours, file=upload)
    asking.act("cooperation.send", ours)
    theirs = carried(asking, ours, "letter", asked)
    altered = folder / "altered.zip"
    raw = bytearray((folder / "letter.zip").read_bytes())
    raw[len(raw) // 2] ^= 1
    altered.write_bytes(raw)
    asked.run("letter", "receive", str(altered), "--as", "chengban", refused=True)
    say("改动一个字节的函件没有被接收")
    receipt = carried(asked, theirs["id"], "letter_receipt", asking)
    if receipt["due"] != theirs["due"]:
        raise Failed(f"两边的期限不同：{receipt['due']}，{theirs['due']}")
    from datetime import date

    later = (date.fromisoformat(theirs["due"]) + timedelta(days=7)).isoformat()
    asked.act("cooperation.extend", theirs["id"], until=later, reason="需要再次询问仓库负责人")
    if carried(asked, theirs["id"], "letter_extension", asking)["due"] != later:
        raise Failed("延期没有到达提出请求的一方")
    upload["name"] = "出库单.pdf"
    asked.act("cooperation.annex", theirs["id"], file=upload)
    asked.act("cooperation.answer", theirs["id"], text="已核实，供货属实。")
    done = carried(asked, theirs["id"], "letter_answer", asking)
    if done["stage"] != "answered":
        raise Failed(f"复函之后函件为 {done['stage']}")
    for one in (asking, asked):
        if not one.run("ledger", "verify")["ok"]:
            raise Failed(f"{one.name}的账本核对不通过")
    return {
        "asking": asking.run("show", "cooperation.letter", ours, "--as", "chengban"),
        "asked": asked.run("show", "cooperation.letter", theirs["id"], "--as", "chengban"),
    }


def main() -> int:
    """Make both, exchange, tell."""
    with TemporaryDirectory() as folder:
        try:
            exchange(Path(folder))
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    print("两套系统交换完成：协查函、收函回执、延期告知、复函。")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        sys.exit(main())
