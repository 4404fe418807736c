"""``zhuangjian match``: names in their parts, records linked to parties."""

from __future__ import annotations

import typer

from zhuangjian.cli import match_link, match_names

app = typer.Typer(no_args_is_help=True, help="主体匹配：名称、地址、编号")
match_names.register(app)
match_link.register(app)


@app.callback()
def group() -> None:
    """主体匹配：名称、地址、编号。"""
