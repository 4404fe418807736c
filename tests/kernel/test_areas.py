"""Every area says what it shows; one that does not is an error at start, never left out."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

import zhuangjian
from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.cli.main import AREAS, module_of
from zhuangjian.kernel.area import Area, Place, area_in, areas, part

HOME = Path(zhuangjian.__file__).parent


def test_every_app_is_an_area_and_what_it_says_it_has_can_be_imported():
    apps = {path.parent.name for path in (HOME / "apps").glob("*/apps.py")}
    assert set(areas()) == apps
    for name, area in areas().items():
        assert (HOME / "apps" / name / "urls.py").exists() == area.pages, name
        assert (HOME / "apps" / name / "api.py").exists() == area.routes, name
        for module in ("urls",) * area.pages + ("api",) * area.routes:
            assert part(name, module)


@pytest.mark.parametrize("door", ["web", "api", "cli"])
def test_no_file_of_a_door_is_named_after_an_area(door):
    names = {path.stem for path in (HOME / door).rglob("*.py")}
    named = set(areas()) | {f"{name}s" for name in areas()} | {"parties", "people", "party", "user"}
    # On the command line ``rules`` and ``risk`` are the engines that compute the law and the risk, without a database.
    engines = {"rules", "risk"} if door == "cli" else set()
    assert not names & ((named | {"rules"}) - engines)


def test_an_area_has_commands_where_its_file_says_so_and_its_commands_are_read_without_running_it():
    having = {path.parent.name for path in (HOME / "apps").glob("*/commands.py")}
    assert set(AREAS) == having
    for name, commands in AREAS.items():
        assert commands == part(name, "area").COMMANDS
        assert all(module_of(group) == f"zhuangjian.apps.{name}.commands" for group in commands)


def test_an_app_without_an_area_is_refused_with_what_to_write(monkeypatch):
    monkeypatch.setitem(sys.modules, "zhuangjian.apps.nothing", ModuleType("zhuangjian.apps.nothing"))
    sys.modules["zhuangjian.apps.nothing"].__path__ = []
    with pytest.raises(ImproperlyConfigured, match=r"zhuangjian\.apps\.nothing has no area\.py"):
        area_in("zhuangjian.apps.nothing")
    monkeypatch.setitem(sys.modules, "zhuangjian.apps.nothing.area", ModuleType("area"))
    with pytest.raises(ImproperlyConfigured, match="AREA"):
        area_in("zhuangjian.apps.nothing")
    sys.modules["zhuangjian.apps.nothing.area"].AREA = Area("空")
    assert area_in("zhuangjian.apps.nothing") == Area("空")


def test_an_area_whose_file_is_broken_is_an_error_and_not_skipped(tmp_path, monkeypatch):
    (tmp_path / "broken_area_here").mkdir()
    (tmp_path / "broken_area_here" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "broken_area_here" / "area.py").write_text("import no_such_module_at_all\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        area_in("broken_area_here")


def test_a_place_is_offered_by_role_and_by_its_own_condition():
    place = Place(1, "/x/", "一", "x", EVERY_DUTY, only=lambda person: person.keeps)
    assert place.offered(SimpleNamespace(roles=frozenset({"head"}), keeps=True))
    assert not place.offered(SimpleNamespace(roles=frozenset({"head"}), keeps=False))
    assert not place.offered(SimpleNamespace(roles=frozenset({"auditor"}), keeps=True))
