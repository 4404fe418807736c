"""Addresses of inspections."""

from django.urls import path

from zhuangjian.apps.inspections import pages, pages_checklist, pages_off_site, pages_seconding

urlpatterns = [
    path("inspections/", pages.index, name="inspections"),
    path("inspections/retention/", pages.retention, name="retention"),
    path("inspections/<uuid:key>/", pages.detail, name="inspection"),
    path("inspections/<uuid:key>/plan/", pages.plan),
    path("inspections/<uuid:key>/team/", pages.team),
    path("inspections/<uuid:key>/offsite/", pages_off_site.of_inspection),
    path("inspections/<uuid:key>/checklist/", pages_checklist.checklist),
    path("inspections/<uuid:key>/checklist/<str:no>/", pages_checklist.item),
    path("inspections/<uuid:key>/deficiencies/", pages.deficiencies),
    path("inspections/<uuid:key>/conclusion/", pages.conclusion),
    path("inspections/<uuid:key>/papers/", pages.papers),
    path("inspections/<uuid:key>/course/", pages.course),
    path("inspections/<uuid:key>/receipt/<int:seq>/", pages.receipt),
    path("inspections/<uuid:key>/reads/", pages.reads),
    path("materials/", pages_off_site.index, name="materials"),
    path("materials/<uuid:key>/", pages_off_site.detail, name="material"),
    path("assistants/", pages_seconding.index, name="assistants"),
    path("assistants/<uuid:key>/", pages_seconding.detail, name="assistant"),
]
