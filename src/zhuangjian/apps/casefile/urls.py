"""Addresses of the check of files."""

from django.urls import path

from zhuangjian.apps.casefile import pages, pages_year

urlpatterns = [
    path("inspections/<uuid:key>/check/", pages.check),
    path("inspections/<uuid:key>/check/brief/", pages.brief),
    path("inspections/<uuid:key>/check/sheet.<str:form>", pages.sheet),
    path("file-review/", pages_year.years),
    path("file-review/<uuid:code>/<str:digest>/", pages_year.year),
]
