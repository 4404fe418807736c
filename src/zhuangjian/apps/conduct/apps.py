"""How anything is done here: actions and visibility."""

import importlib
import pkgutil

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConductConfig(AppConfig):
    """办事规程"""

    name = "zhuangjian.apps.conduct"
    label = "conduct"
    verbose_name = "办事规程"

    def ready(self) -> None:
        """Load every area's visibility rules, acts and what it listens to; refuse what could never happen."""
        from django.db.models.signals import pre_save

        from zhuangjian.apps.conduct.limits import refuse_what_does_not_fit
        from zhuangjian.apps.conduct.visibility import refuse_veiled

        pre_save.connect(refuse_what_does_not_fit, dispatch_uid="conduct.limits")
        pre_save.connect(refuse_veiled, dispatch_uid="conduct.visibility")
        autodiscover_modules("queries", "actions")
        from django.apps import apps

        for config in apps.get_app_configs():
            if config.name.startswith("zhuangjian.apps."):
                _import_all(f"{config.name}.actions")
        _hear()


def _hear() -> None:
    """Connect the areas in their order, then refuse events nobody hears, turns nothing ends, acts nobody would meet."""
    from django.apps import apps

    from zhuangjian.kernel import events, offering, turns
    from zhuangjian.kernel.area import area_in

    for config in apps.get_app_configs():
        if config.name.startswith("zhuangjian.apps."):
            # An area without its file is an error here, not an area that hears nothing.
            area_in(config.name)
            area = importlib.import_module(f"{config.name}.area")
            events.listen(config.name, getattr(area, "listens", {}))
    events.refuse_unheard()
    turns.refuse_loose()
    offering.refuse_unoffered(offering.ACTS, offering.offered())


def _import_all(package: str) -> None:
    try:
        module = importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name == package:
            return
        raise
    for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
        importlib.import_module(f"{package}.{found.name}")
