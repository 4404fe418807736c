"""``zhuangjian``: the one command line."""

from __future__ import annotations

import ast
import importlib
import os
import sys
from pathlib import Path

import typer

from zhuangjian.cli.table_sources import local_tables
from zhuangjian.cli.usage import HelpShown, UsageFault, as_refusal, wanted_format
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import refusals


def declared(path: Path) -> dict[str, str]:
    """Command -> its help, of one area."""
    text = path.read_text(encoding="utf-8")
    if "COMMANDS" not in text:
        return {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "COMMANDS":
            return dict(ast.literal_eval(node.value))
    return {}


def module_of(name: str) -> str:
    """Where a group of commands is."""
    area = next((area for area, commands in AREAS.items() if name in commands), None)
    return f"zhuangjian.apps.{area}.commands" if area else f"zhuangjian.cli.{name}"


app = typer.Typer(
    name="zhuangjian",
    help="妆检：化妆品监督检查系统",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    # Plain help: the drawn one reads a Markdown parser in for every --help.
    rich_markup_mode=None,
)

# Each sub-command lives in its own module and is imported only when called, so that `zhuangjian rules` needs no Django.
GROUPS = {
    "rules": "法规规则：期限、判定、表单、管辖、覆盖表",
    "draw": "随机抽取",
    "planner": "检查排程",
    "match": "主体匹配：名称、地址、编号",
    "risk": "风险分级与预警",
    "signals": "信号检测",
    "text": "短文本分类",
    "ingredients": "标签成分表与原料目录",
    "suggest": "检查要点建议",
}
# Area -> what it declares as ``COMMANDS`` in its ``area.py``, which is read and not run: running it needs Django.
AREAS = {
    path.parent.name: commands
    for path in sorted((Path(__file__).parents[1] / "apps").glob("*/area.py"))
    if (commands := declared(path))
}
GROUPS |= {name: text for commands in AREAS.values() for name, text in commands.items()}


def run() -> None:
    """Entry point of the console script; words it cannot read end it with code 1 and a refusal."""
    words = sys.argv[1:]
    # Looking for plug-ins of the validation library reads the description of every installed package; there are none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _register(words[0] if words else "")
    try:
        with refusals(wanted_format(words)), local_tables(words) as local:
            code = _invoke(local)
    except typer.Exit as end:
        code = end.exit_code
    sys.exit(code if isinstance(code, int) else 0)


def _invoke(words: list[str]) -> object:
    """What the command gives back, an exit code when it ended itself; a Refusal for words it cannot read."""
    try:
        return app(args=words, prog_name="zhuangjian", standalone_mode=False)
    except HelpShown:
        return 1
    except UsageFault as fault:
        raise as_refusal(fault) from None
    except typer.Abort:
        raise Refusal("已中止，没有完成。") from None


def _register(wanted: str) -> None:
    # A program that calls `run` several times would otherwise add every group again each time.
    app.registered_groups.clear()
    app.registered_commands.clear()
    for name, text in GROUPS.items():
        if wanted == name:
            module = importlib.import_module(module_of(name))
            app.add_typer(module.app, name=name, help=text)
        else:
            app.add_typer(typer.Typer(no_args_is_help=True), name=name, help=text)
    importlib.import_module("zhuangjian.cli.site").register(app)
    importlib.import_module("zhuangjian.cli.do").register(app)


if __name__ == "__main__":
    run()
