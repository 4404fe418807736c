"""Addresses of the pages that look across the apps."""

from django.urls import path

from zhuangjian.web.pages.statistics import statistics

urlpatterns = [path("statistics/", statistics, name="statistics")]
