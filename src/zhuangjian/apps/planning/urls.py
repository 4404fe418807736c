"""Addresses of drafts."""

from django.urls import path

from zhuangjian.apps.planning import pages, pages_progress

urlpatterns = [
    path("planning/", pages.index, name="planning"),
    path("planning/progress/<uuid:key>/", pages_progress.progress, name="planning_progress"),
    path("planning/<uuid:code>/<str:digest>/", pages.detail, name="planning_draft"),
]
