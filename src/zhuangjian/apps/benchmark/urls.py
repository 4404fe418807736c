"""Addresses of benchmark enterprises, those for everybody among them."""

from django.urls import path

from zhuangjian.apps.benchmark import pages

urlpatterns = [
    path("public/benchmarks/", pages.public_index, name="public_benchmarks"),
    path("public/benchmarks/<uuid:key>/", pages.public_detail, name="public_benchmark"),
    path("benchmark/", pages.candidacies, name="benchmarks"),
    path("benchmark/marks/", pages.marks, name="benchmark_marks"),
    path("benchmark/<uuid:key>/", pages.candidacy, name="benchmark"),
]
