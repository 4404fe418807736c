"""Addresses of training."""

from django.urls import path

from zhuangjian.apps.training import pages, pages_exams

urlpatterns = [
    path("training/", pages.index, name="training"),
    path("training/hours/", pages.hours, name="training_hours"),
    path("training/posts/", pages.posts, name="training_posts"),
    path("training/items/", pages_exams.bank, name="training_items"),
    path("training/items/<uuid:key>/", pages_exams.item, name="training_item"),
    path("training/exams/", pages_exams.index, name="training_exams"),
    path("training/exams/<uuid:key>/", pages_exams.detail, name="training_exam"),
    path("training/sittings/<uuid:key>/", pages_exams.sitting, name="training_sitting"),
    path("training/certificates/", pages_exams.certificates, name="training_certificates"),
    path("training/sessions/<uuid:key>/", pages.session, name="training_session"),
    path("training/<uuid:key>/", pages.detail, name="training_course"),
    path("public/certificates/<str:code>/", pages_exams.certificate, name="public_certificate"),
]
