"""``zhuangjian risk …``: features, grade, early warning and its back-test, strictness, fairness, drift, the model card."""

from __future__ import annotations

import typer

from zhuangjian.cli import risk_backtest, risk_features, risk_grade, risk_judged, risk_warn

app = typer.Typer(no_args_is_help=True, help="风险分级与预警")
for module in (risk_features, risk_grade, risk_warn, risk_backtest, risk_judged):
    module.register(app)
