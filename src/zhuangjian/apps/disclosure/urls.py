"""Addresses of the public pages (no sign-in) and of publishing."""

from django.urls import path

from zhuangjian.apps.disclosure import pages

urlpatterns = [
    path("public/", pages.public_index, name="public"),
    path("public/measures/", pages.public_measures, name="public_measures"),
    path("public/measures/taken-down/", pages.public_taken_down, name="public_taken_down"),
    path("public/measures/<uuid:key>/", pages.public_measure, name="public_measure"),
    path("notices/", pages.notices, name="notices"),
    path("notices/<uuid:key>/", pages.notice, name="notice"),
    path("notices/new/<str:kind>/<uuid:key>/", pages.new_notice, name="notice_new"),
    path("public/<uuid:key>/", pages.public_detail, name="public_detail"),
    path("publications/", pages.index, name="publications"),
    path("publications/new/<uuid:key>/", pages.new, name="publication_new"),
    path("publications/<uuid:key>/", pages.detail, name="publication"),
]
