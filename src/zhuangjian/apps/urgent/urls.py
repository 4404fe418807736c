"""Addresses of urgent reports."""

from django.urls import path

from zhuangjian.apps.urgent import pages

urlpatterns = [
    path("urgent/", pages.index, name="urgent"),
    path("urgent/<uuid:key>/", pages.detail, name="urgent_report"),
    path("inspections/<uuid:key>/urgent/", pages.of_inspection, name="inspection_urgent"),
]
