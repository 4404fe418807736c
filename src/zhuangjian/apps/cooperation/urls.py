"""Addresses of letters and fixed copies."""

from django.urls import path

from zhuangjian.apps.cooperation import pages

urlpatterns = [
    path("letters/", pages.index, name="letters"),
    path("letters/copies/", pages.copies, name="public_copies"),
    path("letters/copies/<uuid:key>/", pages.one_copy, name="public_copy"),
    path("letters/copies/<uuid:key>/file/", pages.copy_file, name="public_copy_file"),
    path("letters/annexes/<uuid:key>/", pages.annex, name="letter_annex"),
    path("letters/<uuid:key>/", pages.detail, name="letter"),
    path("letters/<uuid:key>/<slug:what>.zip", pages.bundle, name="letter_bundle"),
    path("inspections/<uuid:key>/letters/", pages.of_inspection, name="inspection_letters"),
    path("leads/<uuid:key>/letters/", pages.of_lead, name="lead_letters"),
]
