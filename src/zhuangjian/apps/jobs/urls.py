"""Addresses of jobs."""

from django.urls import path

from zhuangjian.apps.jobs import pages

urlpatterns = [
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<uuid:code>/", pages.job, name="job"),
    path("jobs/<uuid:code>/stop/", pages.stopped, name="job-stop"),
]
