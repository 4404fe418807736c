"""``zhuangjian``: the one command line."""

from __future__ import annotations

import importlib
import sys

import typer

app = typer.Typer(
    name="zhuangjian",
    help="妆检：化妆品监督检查系统",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)

# Each sub-command lives in its own module and is imported only when called, so that `zhuangjian rules` needs no Django.
GROUPS = {
    "rules": "法规规则：期限、判定、表单、管辖、覆盖表",
    "draw": "随机抽取",
    "planner": "检查排程",
    "intake": "数据导入与隔离区",
    "party": "企业档案",
    "ledger": "存证账本",
    "user": "人员与访问令牌",
}


def run() -> None:
    """Entry point of the console script."""
    _register(sys.argv[1] if len(sys.argv) > 1 else "")
    app()


def _register(wanted: str) -> None:
    for name, text in GROUPS.items():
        if wanted == name:
            module = importlib.import_module(f"zhuangjian.cli.{name}")
            app.add_typer(module.app, name=name, help=text)
        else:
            app.add_typer(typer.Typer(no_args_is_help=True), name=name, help=text)
    importlib.import_module("zhuangjian.cli.site").register(app)


if __name__ == "__main__":
    run()
