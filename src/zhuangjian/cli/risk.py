"""``zhuangjian risk …``: back-test, grade, strictness, fairness, drift and the model card."""

from __future__ import annotations

import typer

from zhuangjian.cli import risk_grade, risk_judged

app = typer.Typer(no_args_is_help=True, help="风险分级与预警")
risk_grade.register(app)
risk_judged.register(app)
