"""Addresses of what is out."""

from django.urls import path

from zhuangjian.apps.outing import pages

urlpatterns = [
    path("outings/", pages.outings, name="outings"),
    path("outings/<uuid:key>/", pages.outing, name="outing"),
]
