"""Programs and fonts that come from the operating system, not from a language's package registry.

Usage: `python3 tools/system.py browser` makes sure that the browser tests find a Chromium, a PDF reader and a Chinese font.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """Path of the Chromium to test with (`ZHUANGJIAN_CHROMIUM` wins), or None."""
    return os.environ.get("ZHUANGJIAN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def has_chinese_font() -> bool:
    """Whether a font for Chinese is known to fontconfig."""
    if shutil.which("fc-list") is None:
        return False
    listing = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listing.stdout.strip())


def missing_for_browser_tests() -> list[str]:
    """Debian packages that the browser tests need and this machine lacks."""
    missing = []
    if browser() is None:
        missing.append("chromium")
    if shutil.which("pdftoppm") is None:
        missing.append("poppler-utils")
    if not has_chinese_font():
        missing += ["fontconfig", "fonts-noto-cjk"]
    return missing


def install_debian_packages(packages: list[str], purpose: str) -> None:
    """Install Debian packages as root; otherwise end the program and say which are missing."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise SystemExit(
            f"{purpose}还缺系统软件包：{names}。请用管理员身份安装后重试，例如 sudo apt-get install {names}"
        )
    print(f"· {purpose}：安装系统软件包 {names}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq", "-o", "Acquire::Retries=5"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "-o", "Acquire::Retries=5", *packages],
    ):
        result = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if result.returncode:
            raise SystemExit(f"{purpose}：命令失败 {' '.join(command)}（退出码 {result.returncode}）")


def main() -> int:
    """Install what the named purpose needs; returns the exit code."""
    if sys.argv[1:] != ["browser"]:
        print("用法：python3 tools/system.py browser", file=sys.stderr)
        return 2
    if missing := missing_for_browser_tests():
        install_debian_packages(missing, "浏览器测试")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
