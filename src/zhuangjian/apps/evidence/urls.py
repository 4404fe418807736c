"""Addresses of evidence."""

from django.urls import path

from zhuangjian.apps.evidence import pages

urlpatterns = [
    path("inspections/<int:pk>/evidence/", pages.gallery),
    path("evidence/<int:pk>/thumb/", pages.thumb),
    path("evidence/<int:pk>/file/", pages.download),
]
