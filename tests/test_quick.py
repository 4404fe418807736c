"""The quick loop finds the tests of what changed from the names and the imports, not from a list kept by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import quick


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in {
        "tests/ledger/test_sums.py": "from zhuangjian.apps.ledger import sums\n",
        "tests/ledger/test_gaps.py": "import os\n",
        "tests/rules/test_due.py": "from zhuangjian.engines.rules.deadlines import due\n",
        "tests/command_line/test_usage.py": "import os\n",
        "tests/browser/test_walk.py": "from zhuangjian.apps.ledger import sums\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def _tests(tree: Path, *changed: str) -> list[str]:
    return [str(path) for path in quick.tests_of([Path(name) for name in changed], tree)]


def test_the_tests_that_import_a_module_come_before_its_areas_others(tree):
    found = _tests(tree, "src/zhuangjian/apps/ledger/sums.py")
    assert found == ["tests/ledger/test_sums.py", "tests/ledger/test_gaps.py"]


def test_a_changed_test_comes_first_and_once(tree):
    found = _tests(tree, "src/zhuangjian/apps/ledger/sums.py", "tests/ledger/test_gaps.py")
    assert found == ["tests/ledger/test_gaps.py", "tests/ledger/test_sums.py"]


def test_engines_and_commands_find_theirs(tree):
    assert _tests(tree, "src/zhuangjian/engines/rules/deadlines.py") == ["tests/rules/test_due.py"]
    assert _tests(tree, "src/zhuangjian/cli/main.py") == ["tests/command_line/test_usage.py"]


def test_pages_of_text_have_no_tests(tree):
    assert _tests(tree, "docs/operations.md", "CHANGELOG.md") == []
