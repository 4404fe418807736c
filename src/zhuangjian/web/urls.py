"""All addresses: the frame's own, and each app's."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from zhuangjian.api.main import api
from zhuangjian.web.doing import do
from zhuangjian.web.login import SignIn, SignOut, verify_second_factor
from zhuangjian.web.public import healthz

APPS = (
    "duties",
    "authorities",
    "jobs",
    "registry",
    "intake",
    "programme",
    "inspections",
    "evidence",
    "rectification",
    "disclosure",
    "documents",
    "ledger",
)

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("account/totp/verify/", verify_second_factor, name="totp_verify"),
    path("healthz", healthz, name="healthz"),
    path("do/<str:name>/", do, name="do"),
    path("api/", api.urls),
]
_modules = [f"zhuangjian.apps.{app}.urls" for app in APPS] + ["zhuangjian.web.pages_urls"]
urlpatterns += [path("", include(module)) for module in _modules if find_spec(module)]

handler400 = "zhuangjian.web.public.bad_request"
handler404 = "zhuangjian.web.public.not_found"
handler403 = "zhuangjian.web.public.forbidden"
handler500 = "zhuangjian.web.public.failed"
