"""Addresses of problems outside the task."""

from django.urls import path

from zhuangjian.apps.outside import pages

urlpatterns = [
    path("outside/", pages.index, name="outside"),
    path("outside/<uuid:key>/", pages.detail, name="outside_problem"),
    path("inspections/<uuid:key>/outside/", pages.of_inspection, name="inspection_outside"),
]
