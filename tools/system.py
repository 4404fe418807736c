"""Programs and fonts that come from the operating system, not from a language's package registry.

Usage: `python3 tools/system.py browser` makes sure that the browser tests find a Chromium, a PDF reader and a Chinese font;
`python3 tools/system.py java` that Spark finds a Java, where this program may install one (its tests say so otherwise); `python3 tools/system.py unit`
that, and the proxy and the recorder of system calls which the tests of TLS and of power failures use.
"""

import os
import shutil
import subprocess
import sys

JAVA_PACKAGES = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")
# Debian keeps nginx where only root looks.
SEARCHED = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
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


def has_java() -> bool:
    """Whether Spark finds a Java: through `JAVA_HOME`, else on the path."""
    home = os.environ.get("JAVA_HOME")
    return bool(home and os.access(os.path.join(home, "bin", "java"), os.X_OK)) or bool(shutil.which("java"))


def install_java() -> None:
    """Install the Java that this Debian has; without the right to, only say what will be skipped."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"· 没有 Java：Spark 的测试将跳过。可安装 {' 或 '.join(JAVA_PACKAGES)}。", flush=True)
        return
    update_debian()
    known = [name for name in JAVA_PACKAGES if run_quietly(["apt-cache", "show", name])]
    if not known:
        print(f"· 软件源里没有 {'、'.join(JAVA_PACKAGES)}：Spark 的测试将跳过。", flush=True)
        return
    install_debian_packages(known[:1], "Spark 的测试")


def install_test_programs() -> None:
    """Install nginx and strace; without the right to, only say what will be skipped."""
    missing = [name for name in ("nginx", "strace") if shutil.which(name, path=SEARCHED) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"· 没有 {'、'.join(missing)}：有关 TLS 或断电的测试将跳过。", flush=True)
        return
    install_debian_packages(missing, "TLS 与断电的测试")


def run_quietly(command: list[str]) -> bool:
    """Whether the command ends well; what it prints is dropped."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def update_debian() -> None:
    """Bring the lists of Debian packages up to date; a failure shows when one is asked for."""
    run_quietly(["apt-get", "update", "-qq", "-o", "Acquire::Retries=5"])


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
    if sys.argv[1:] not in (["browser"], ["java"], ["unit"]):
        print("用法：python3 tools/system.py browser|java|unit", file=sys.stderr)
        return 2
    if sys.argv[1] in ("java", "unit"):
        if not has_java():
            install_java()
        if sys.argv[1] == "unit":
            install_test_programs()
    elif missing := missing_for_browser_tests():
        install_debian_packages(missing, "浏览器测试")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
