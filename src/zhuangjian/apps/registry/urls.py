"""Addresses of the registry."""

from django.urls import path

from zhuangjian.apps.registry import pages

urlpatterns = [
    path("parties/", pages.parties, name="registry-parties"),
    path("parties/<int:pk>/", pages.party, name="registry-party"),
    path("my-party/", pages.my_party, name="registry-my-party"),
    path("contacts/<int:pk>/letter/", pages.letter, name="registry-letter"),
    path("signals/", pages.signals, name="registry-signals"),
    path("search/", pages.search_page, name="registry-search"),
    path("map/", pages.map_page, name="registry-map"),
    path("map/boundary.geojson", pages.map_boundary, name="registry-map-boundary"),
    path("map/data/", pages.map_data, name="registry-map-data"),
]
