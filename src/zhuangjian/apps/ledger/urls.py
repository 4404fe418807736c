"""Addresses of the auditor's pages."""

from django.urls import path

from zhuangjian.apps.ledger import pages

urlpatterns = [
    path("ledger/", pages.index, name="ledger"),
    path("ledger/verify/", pages.verification, name="ledger_verify"),
    path("ledger/<int:pk>/", pages.detail, name="ledger_entry"),
    path("ledger/<int:pk>/receipt.json", pages.receipt, name="ledger_receipt"),
]
