"""Addresses of plans of action."""

from django.urls import path

from zhuangjian.apps.improvement import pages, pages_problems

urlpatterns = [
    path("improvement/", pages.index, name="improvement"),
    path("improvement/items/", pages.items, name="improvement_items"),
    path("improvement/items/<uuid:key>/", pages.item, name="improvement_item"),
    path("improvement/meetings/", pages.meetings, name="improvement_meetings"),
    path("improvement/meetings/<uuid:key>/", pages.meeting, name="improvement_meeting"),
    path("improvement/reports/", pages.reports, name="improvement_reports"),
    path("improvement/reports/<uuid:key>/", pages.report, name="improvement_report"),
    path("improvement/funds/", pages.funds, name="improvement_funds"),
    path("improvement/problems/", pages_problems.problems, name="improvement_problems"),
    path("improvement/problems/<uuid:key>/", pages_problems.problem, name="improvement_problem"),
    path("improvement/analyses/", pages_problems.analyses, name="improvement_analyses"),
    path("improvement/analyses/<uuid:key>/", pages_problems.analysis, name="improvement_analysis"),
    path("improvement/surveys/", pages_problems.surveys, name="improvement_surveys"),
    path("improvement/surveys/<uuid:key>/", pages_problems.survey, name="improvement_survey"),
    path("improvement/<uuid:key>/", pages.plan, name="improvement_plan"),
]
