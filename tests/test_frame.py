"""The frame: signing in, open pages, and the rule that doors reach rows only through ``visible_to``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "zhuangjian"
DOORS = [
    *SOURCE.glob("apps/*/pages*.py"),
    *SOURCE.glob("apps/*/pages/*.py"),
    *SOURCE.glob("api/*.py"),
    *SOURCE.glob("web/*.py"),
]
# Signing in happens before there is a person; its two look-ups are by secret digest.
BEFORE_SIGN_IN = {"api/auth.py"}


def test_an_anonymous_visitor_is_sent_to_the_sign_in_page(client):
    response = client.get("/inspections/")
    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=")


@pytest.mark.django_db
def test_the_health_check_answers_without_a_person(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("path", DOORS, ids=lambda p: str(p.relative_to(SOURCE)))
def test_doors_reach_rows_only_through_visible_to(path):
    if str(path.relative_to(SOURCE)) in BEFORE_SIGN_IN:
        return
    reached = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "objects"
            and node.attr != "visible_to"
        ):
            reached.append(f"line {node.lineno}: .objects.{node.attr}")
        if isinstance(node, ast.Attribute) and node.attr in {
            "_base_manager",
            "_default_manager",
            "unrestricted",
        }:
            reached.append(f"line {node.lineno}: .{node.attr}")
    assert reached == []


def test_django_itself_finds_no_fault():
    """Two constraints of one name are a fault: PostgreSQL keeps one name space for all tables, SQLite does not mind."""
    from django.core.checks import ERROR, run_checks

    assert [str(fault) for fault in run_checks() if fault.level >= ERROR] == []
