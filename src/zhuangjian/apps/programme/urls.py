"""Addresses of the annual programme."""

from django.urls import path

from zhuangjian.apps.programme import pages

urlpatterns = [
    path("programme/", pages.index, name="programme"),
    path("programme/<uuid:key>/", pages.detail),
    path("programme/tasks/", pages.tasks),
    path("programme/tasks/<uuid:key>/", pages.task),
]
