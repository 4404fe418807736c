"""Addresses of measures, liftings and obstructions."""

from django.urls import path

from zhuangjian.apps.measures import pages

urlpatterns = [
    path("measures/", pages.index, name="measures"),
    path("measures/liftings/", pages.liftings, name="liftings"),
    path("measures/<uuid:key>/", pages.detail, name="measure"),
    path("obstructions/", pages.obstructions, name="obstructions"),
    path("obstructions/<uuid:key>/", pages.obstruction, name="obstruction"),
    path("inspections/<uuid:key>/measures/", pages.of_inspection, name="inspection_measures"),
]
