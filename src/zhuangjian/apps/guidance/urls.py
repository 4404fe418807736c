"""Addresses of guidance."""

from django.urls import path

from zhuangjian.apps.guidance import pages

urlpatterns = [
    path("guidance/", pages.guidances, name="guidance"),
    path("guidance/visits/", pages.visits, name="guidance_visits"),
    path("guidance/visits/<uuid:key>/", pages.visit, name="guidance_visit"),
    path("guidance/experts/", pages.experts, name="guidance_experts"),
    path("guidance/experts/<uuid:key>/", pages.expert, name="guidance_expert"),
    path("guidance/pairing-lists/", pages.pairing_lists, name="guidance_pairing_lists"),
    path("guidance/pairing-lists/<uuid:key>/", pages.pairing_list, name="guidance_pairing_list"),
    path("guidance/pairings/", pages.pairings, name="guidance_pairings"),
    path("guidance/pairings/<uuid:key>/", pages.pairing, name="guidance_pairing"),
    path("guidance/<uuid:key>/", pages.guidance, name="guidance_one"),
]
