"""All addresses: the frame's own, and each app's."""

from __future__ import annotations

from django.urls import include, path

from zhuangjian.api.main import api
from zhuangjian.kernel.area import areas, part
from zhuangjian.web.doing import do, find
from zhuangjian.web.login import SignIn, SignOut, verify_second_factor
from zhuangjian.web.public import healthz

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("account/totp/verify/", verify_second_factor, name="totp_verify"),
    path("healthz", healthz, name="healthz"),
    path("do/<str:name>/", do, name="do"),
    path("do/<str:name>/find/<str:field>/", find, name="find"),
    path("api/", api.urls),
]
urlpatterns += [path("", include(part(name, "urls"))) for name, area in areas().items() if area.pages]
urlpatterns += [path("", include("zhuangjian.web.pages_urls")), path("", include("zhuangjian.field.urls"))]

handler400 = "zhuangjian.web.public.bad_request"
handler404 = "zhuangjian.web.public.not_found"
handler403 = "zhuangjian.web.public.forbidden"
handler500 = "zhuangjian.web.public.failed"
