"""Addresses of leads and bundles."""

from django.urls import path

from zhuangjian.apps.enforcement import pages

urlpatterns = [
    path("leads/", pages.leads, name="leads"),
    path("leads/<uuid:key>/", pages.lead, name="lead"),
    path("bundles/", pages.index, name="bundles"),
    path("bundles/<uuid:key>/", pages.detail, name="bundle"),
    path("bundles/<uuid:key>/file/", pages.download, name="bundle_file"),
    path("bundles/<uuid:key>/receipt/", pages.receipt, name="bundle_receipt"),
    path("bundles/files/<uuid:key>/", pages.one_file, name="bundle_one_file"),
    path("inspections/<uuid:key>/bundles/", pages.of_inspection, name="inspection_bundles"),
]
