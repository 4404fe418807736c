"""Addresses of drafts."""

from django.urls import path

from zhuangjian.apps.planning import pages

urlpatterns = [
    path("planning/", pages.index, name="planning"),
    path("planning/<uuid:code>/<str:digest>/", pages.detail, name="planning_draft"),
]
