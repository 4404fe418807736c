"""Addresses of co-governance, and of what everybody reads of it."""

from django.urls import path

from zhuangjian.apps.cogovernance import pages

urlpatterns = [
    path("cogovernance/", pages.pieces, name="cogovernance"),
    path("cogovernance/events/", pages.events, name="cogovernance_events"),
    path("cogovernance/events/<uuid:key>/", pages.event, name="cogovernance_event"),
    path("cogovernance/<uuid:key>/", pages.piece, name="cogovernance_piece"),
    path("public/education/", pages.public_list, name="public_education"),
    path("public/education/<uuid:key>/", pages.public_piece, name="public_education_one"),
    path("public/events/", pages.public_event_list, name="public_events"),
    path("public/events/<uuid:key>/", pages.public_event, name="public_event"),
]
