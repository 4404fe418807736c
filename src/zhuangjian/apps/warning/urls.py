"""Addresses of consultations and letters."""

from django.urls import path

from zhuangjian.apps.warning import pages

urlpatterns = [
    path("warning/", pages.consultations, name="warning"),
    path("warning/measures/", pages.measures, name="warning_measures"),
    path("warning/measures/<uuid:key>/", pages.measure, name="warning_measure"),
    path("warning/alerts/", pages.alerts, name="warning_alerts"),
    path("warning/alerts/<uuid:key>/", pages.alert, name="warning_alert"),
    path("warning/received/", pages.received, name="warning_received"),
    path("warning/received/<uuid:key>/", pages.recipient, name="warning_recipient"),
    path("warning/<uuid:key>/", pages.consultation, name="warning_consultation"),
]
