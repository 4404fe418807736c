"""Addresses of draws, the public ones too."""

from django.urls import path

from zhuangjian.apps.draws import pages

urlpatterns = [
    path("draws/", pages.index, name="draws"),
    path("draws/<uuid:key>/", pages.detail, name="draw"),
    path("draws/<uuid:key>/<str:kind>.json", pages.file, name="draw_file"),
    path("public/draws/", pages.public_index, name="public_draws"),
    path("public/draws/verify_draw.py", pages.program, name="public_draw_program"),
    path("public/draws/<uuid:key>/", pages.public_detail, name="public_draw"),
    path("public/draws/<uuid:key>/draw.json", pages.public_file, name="public_draw_file"),
]
