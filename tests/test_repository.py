"""Promises of the repository itself: locks that work on any machine, and a map small enough to send."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import assets
import mapdata

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)
ADDRESS = re.compile(r"https?://|file:|--index-url|--extra-index-url|--find-links")


def lock(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name):
    return {(package, version) for package, version, _ in PIN.findall(lock(name))}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_a_lock_names_no_address(name):
    assert not ADDRESS.search(lock(name))


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_locked_package_has_hashes(name):
    blocks = re.split(r"^(?=\S)", lock(name), flags=re.MULTILINE)
    assert len(pins(name)) > 40
    assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_spark_is_locked_apart_because_it_is_published_as_source_alone():
    assert {package for package, _ in pins("spark")} == {"py4j", "pyspark"}
    assert lock("spark").count("--hash=sha256:") >= 2
    assert not ADDRESS.search(lock("spark"))
    assert {package for package, _ in pins("base") | pins("dev")} & {"py4j", "pyspark"} == set()


def test_the_extra_asks_for_the_spark_that_is_locked():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["spark"]
    assert wanted == [
        line for line in (ROOT / "requirements/spark.in").read_text().splitlines() if "#" not in line
    ]


def test_the_two_locks_agree_on_every_version():
    assert pins("base") - pins("dev") == set()


def test_npm_packages_are_locked_by_digest_and_without_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert len(installed) > 8
    assert [name for name, entry in installed.items() if "resolved" in entry] == []
    assert [name for name, entry in installed.items() if not entry["integrity"].startswith("sha512-")] == []


def test_copied_files_name_no_source_map_and_no_font_that_is_not_copied():
    style = b'src:url("a.woff2?v3") format("woff2"),url("a.woff?") format("woff"),url("a.ttf") format("truetype")}'
    assert (
        assets.cleaned(style + b"\n/*# sourceMappingURL=a.css.map */")
        == b'src:url("a.woff2?v3") format("woff2")}\n'
    )
    assert assets.cleaned(b"run();\n//# sourceMappingURL=a.js.map\n") == b"run();\n"


def test_the_map_shows_the_province_and_each_of_its_districts(tmp_path):
    mapdata.write("500000", tmp_path / "map.geojson")
    features = json.loads((tmp_path / "map.geojson").read_text())["features"]
    assert features[0]["properties"]["name"] == "重庆市"
    assert features[0]["properties"]["level"] == "province"
    assert len(features) == 1 + 38
    assert all(feature["properties"]["code"].startswith("50") for feature in features)


@pytest.mark.parametrize("province", ["210000", "440000"])
def test_the_map_of_a_large_province_stays_under_a_megabyte(province, tmp_path):
    mapdata.write(province, tmp_path / "map.geojson")
    assert 50_000 < (tmp_path / "map.geojson").stat().st_size < 1_000_000


@pytest.mark.parametrize("province", ["999999", "500101", ""])
def test_an_unknown_province_is_refused_with_an_example(province):
    with pytest.raises(SystemExit, match="500000"):
        mapdata.province_map(province)


def test_every_decision_is_listed_where_decisions_are_read():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\(([^)#]+\.md)\)", (folder / "index.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "index.md")
    # Without a list of its own, the site's navigation holds every page.
    assert "\nnav:" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_nothing_is_kept_here_that_others_made_or_that_is_built():
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("不是 git 工作目录，无法列出受版本管理的文件")
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    endings = {Path(name).suffix.lower() for name in kept if name}
    assert (
        endings & {".whl", ".zip", ".gz", ".tar", ".ttf", ".otf", ".woff2", ".docx", ".pdf", ".sqlite3"}
        == set()
    )
