"""Addresses of the rectification pages."""

from django.urls import path

from zhuangjian.apps.rectification import pages

urlpatterns = [
    path("rectifications/", pages.index, name="rectifications"),
    path("rectifications/new/<int:pk>/", pages.new, name="rectification_new"),
    path("rectifications/revocation/<int:pk>/", pages.revocation, name="revocation"),
    path("rectifications/<int:pk>/", pages.detail, name="rectification"),
]
