"""Addresses of risk grades, of signals, and of the published method (no sign-in)."""

from django.urls import path

from zhuangjian.apps.risk import pages, pages_signals, pages_warning

urlpatterns = [
    path("risk/", pages.index, name="risk"),
    path("risk/grades/", pages.grades, name="risk_grades"),
    path("risk/grades/<uuid:key>/", pages.grade, name="risk_grade"),
    path("risk/changes/", pages.changes, name="risk_changes"),
    path("risk/changes/<uuid:key>/", pages.change, name="risk_change"),
    path("risk/objections/", pages.objections, name="risk_objections"),
    path("risk/objections/<uuid:key>/", pages.objection, name="risk_objection"),
    path("risk/signals/", pages_signals.signals, name="risk_signals"),
    path("risk/signals/<uuid:key>/", pages_signals.signal, name="risk_signal"),
    path("risk/model/", pages_warning.models, name="risk_models"),
    path("risk/model/<uuid:key>/", pages_warning.model, name="risk_model"),
    path("public/risk-method/", pages.method, name="risk_method"),
]
