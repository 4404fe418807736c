"""Addresses of the public pages (no sign-in) and of publishing."""

from django.urls import path

from zhuangjian.apps.disclosure import pages

urlpatterns = [
    path("public/", pages.public_index, name="public"),
    path("public/<int:pk>/", pages.public_detail, name="public_detail"),
    path("publications/", pages.index, name="publications"),
    path("publications/new/<int:pk>/", pages.new, name="publication_new"),
    path("publications/<int:pk>/", pages.detail, name="publication"),
]
