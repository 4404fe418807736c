"""The home directory is for its owner alone."""

import stat

from zhuangjian.config.home import home


def test_the_home_is_closed_to_everybody_else(tmp_path, monkeypatch):
    root = tmp_path / "home"
    root.mkdir(mode=0o755)
    monkeypatch.setenv("ZHUANGJIAN_HOME", str(root))
    assert home() == root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "keys").stat().st_mode) == 0o700
