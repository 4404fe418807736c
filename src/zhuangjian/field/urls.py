"""Addresses of the field app; its service worker answers for all of them on the device."""

from django.urls import path

from zhuangjian.field import pages

urlpatterns = [
    path("field/", pages.shell, name="field"),
    path("field/sw.js", pages.worker, name="field_worker"),
    path("field/app.webmanifest", pages.manifest, name="field_manifest"),
    path("field/mine/", pages.mine, name="field_mine"),
    path("field/take/<uuid:key>/", pages.take, name="field_take"),
    path("field/outings/<uuid:key>/", pages.package, name="field_package"),
    path("field/outings/<uuid:key>/piece/", pages.work, name="field_work"),
    path("field/outings/<uuid:key>/carried/", pages.carried, name="field_carried"),
    path("field/outings/<uuid:key>/drop/", pages.drop, name="field_drop"),
    path("field/outings/<uuid:key>/end/", pages.end, name="field_end"),
]
