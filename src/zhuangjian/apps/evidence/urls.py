"""Addresses of evidence."""

from django.urls import path

from zhuangjian.apps.evidence import pages

urlpatterns = [
    path("inspections/<uuid:key>/evidence/", pages.gallery),
    path("evidence/<uuid:key>/thumb/", pages.thumb),
    path("evidence/<uuid:key>/file/", pages.download),
]
