"""Addresses of the annual programme."""

from django.urls import path

from zhuangjian.apps.programme import pages, pages_joint

urlpatterns = [
    path("programme/", pages.index, name="programme"),
    path("programme/<uuid:key>/", pages.detail),
    path("programme/joint/", pages_joint.visits),
    path("programme/joint/<uuid:key>/", pages_joint.visit),
    path("programme/exchanges/", pages_joint.exchanges),
    path("programme/exchanges/<uuid:key>/", pages_joint.exchange),
    path("programme/tasks/", pages.tasks),
    path("programme/tasks/<uuid:key>/", pages.task),
]
