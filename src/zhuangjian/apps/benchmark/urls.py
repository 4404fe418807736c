"""Addresses of benchmark enterprises, those for everybody among them."""

from django.urls import path

from zhuangjian.apps.benchmark import pages, pages_sharing

urlpatterns = [
    path("public/benchmarks/", pages.public_index, name="public_benchmarks"),
    path("public/benchmarks/practices/", pages_sharing.public_practice_list, name="public_practices"),
    path("public/benchmarks/practices/<uuid:key>/", pages_sharing.public_practice, name="public_practice"),
    path("public/benchmarks/<uuid:key>/", pages.public_detail, name="public_benchmark"),
    path("benchmark/", pages.candidacies, name="benchmarks"),
    path("benchmark/marks/", pages.marks, name="benchmark_marks"),
    path("benchmark/practices/", pages_sharing.practices, name="benchmark_practices"),
    path("benchmark/practices/<uuid:key>/", pages_sharing.practice, name="benchmark_practice"),
    path("benchmark/events/", pages_sharing.events, name="benchmark_events"),
    path("benchmark/events/<uuid:key>/", pages_sharing.event, name="benchmark_event"),
    path("benchmark/supports/", pages_sharing.supports, name="benchmark_supports"),
    path("benchmark/supports/<uuid:key>/", pages_sharing.support, name="benchmark_support"),
    path("benchmark/<uuid:key>/", pages.candidacy, name="benchmark"),
]
