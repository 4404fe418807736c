"""Addresses of reporting (no sign-in) and of handling what was reported."""

from django.urls import path

from zhuangjian.apps.concern import pages

urlpatterns = [
    path("public/concern/", pages.report, name="public_concern"),
    path("public/concern/status/", pages.status, name="public_concern_status"),
    path("concerns/", pages.concerns, name="concerns"),
    path("concerns/<uuid:key>/", pages.concern, name="concern"),
]
