"""Addresses of the annual programme."""

from django.urls import path

from zhuangjian.apps.programme import pages

urlpatterns = [
    path("programme/", pages.index, name="programme"),
    path("programme/<int:pk>/", pages.detail),
    path("programme/tasks/<int:pk>/", pages.task),
]
