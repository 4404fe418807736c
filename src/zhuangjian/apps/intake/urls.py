"""Addresses of the intake."""

from django.urls import path

from zhuangjian.apps.intake import ingredient_pages, pages

urlpatterns = [
    path("intake/", pages.batches, name="intake-batches"),
    path("intake/batches/<int:pk>/", pages.batch, name="intake-batch"),
    path("intake/batches/<int:pk>/undo/", pages.undo, name="intake-undo"),
    path("intake/trials/<int:pk>/", pages.trial, name="intake-trial"),
    path("intake/quarantine/", pages.quarantine, name="intake-quarantine"),
    path("intake/quarantine/<int:pk>/", pages.quarantined, name="intake-quarantined"),
    path("intake/mappings/<str:source>/", pages.mapping, name="intake-mapping"),
    path("ingredients/", ingredient_pages.ingredients, name="ingredients"),
]
