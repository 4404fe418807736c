"""Addresses of the administration and of one's own account."""

from django.urls import path

from zhuangjian.apps.authorities import pages, pages_account

urlpatterns = [
    path("administration/", pages.people, name="people"),
    path("administration/people/new/", pages.new_person, name="new_person"),
    path("administration/people/<int:pk>/", pages.person_page, name="person"),
    path("administration/authorities/", pages.authorities, name="authorities"),
    path("administration/authorities/<int:pk>/", pages.authority_page, name="authority"),
    path("administration/credentials/", pages.credentials, name="credentials"),
    path("administration/sign-ins/", pages.sign_ins, name="sign_ins"),
    path("administration/refusals/", pages.refusals, name="refusals"),
    path("account/", pages_account.account, name="account"),
    path("account/password/", pages_account.password, name="password"),
    path("account/totp/", pages_account.totp, name="totp"),
    path("account/totp/code.svg", pages_account.totp_code, name="totp_code"),
]
