"""Django made ready for a command: nothing of it is loaded before a command needs it."""

from __future__ import annotations

import os

from zhuangjian.engines.rules.answer import Refusal


def django_ready() -> None:
    """Set Django up for a command; leaves the database as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuangjian.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def ensure_ready() -> None:
    """Django set up and the database brought to this version's schema."""
    django_ready()
    from django.conf import settings

    from zhuangjian.config.database import migrate_if_needed
    from zhuangjian.config.home import UNFINISHED

    if (settings.HOME / UNFINISHED).exists():
        raise Refusal(
            f"数据目录 {settings.HOME} 的恢复没有完成，不能使用。请重新运行同一条 zhuangjian restore 命令。"
        )
    migrate_if_needed()
