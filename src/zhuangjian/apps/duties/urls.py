"""Addresses of the duties' pages."""

from django.urls import path

from zhuangjian.apps.duties import pages, pages_house

urlpatterns = [
    path("", pages.home, name="home"),
    path("duties/calendar/", pages.calendar, name="duty_calendar"),
    path("duties/overdue/", pages.overdue, name="duties_overdue"),
    path("duties/done/", pages.done, name="duties_done"),
    path("duties/<uuid:key>/", pages_house.duty, name="house_duty"),
    path("duties/<uuid:key>/verify/", pages_house.verify_ledger, name="house_verify_ledger"),
]
