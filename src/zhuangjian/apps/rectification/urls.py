"""Addresses of the rectification pages."""

from django.urls import path

from zhuangjian.apps.rectification import pages

urlpatterns = [
    path("rectifications/", pages.index, name="rectifications"),
    path("rectifications/new/<uuid:key>/", pages.new, name="rectification_new"),
    path("rectifications/revocation/<uuid:key>/", pages.revocation, name="revocation"),
    path("rectifications/<uuid:key>/", pages.detail, name="rectification"),
]
