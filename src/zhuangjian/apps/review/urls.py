"""Addresses of reviews."""

from django.urls import path

from zhuangjian.apps.review import pages

urlpatterns = [
    path("reviews/", pages.index, name="reviews"),
    path("reviews/questions/<uuid:key>/", pages.question, name="review_question"),
    path("inspections/<uuid:key>/review/", pages.of_inspection, name="inspection_review"),
]
