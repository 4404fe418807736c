"""Addresses of inspections."""

from django.urls import path

from zhuangjian.apps.inspections import pages, pages_checklist

urlpatterns = [
    path("inspections/", pages.index, name="inspections"),
    path("inspections/<int:pk>/", pages.detail, name="inspection"),
    path("inspections/<int:pk>/plan/", pages.plan),
    path("inspections/<int:pk>/team/", pages.team),
    path("inspections/<int:pk>/checklist/", pages_checklist.checklist),
    path("inspections/<int:pk>/checklist/<str:no>/", pages_checklist.item),
    path("inspections/<int:pk>/deficiencies/", pages.deficiencies),
    path("inspections/<int:pk>/conclusion/", pages.conclusion),
    path("inspections/<int:pk>/papers/", pages.papers),
    path("inspections/<int:pk>/course/", pages.course),
    path("inspections/<int:pk>/receipt/<int:seq>/", pages.receipt),
    path("inspections/<int:pk>/reads/", pages.reads),
]
