"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignInForm(AuthenticationForm):
    """Chinese words for the two ways a sign-in fails."""

    error_messages = {
        "invalid_login": "登录名或密码不正确。连续 5 次错误将锁定 15 分钟。",
        "inactive": "该账号已停用，请联系系统管理员。",
    }


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "web/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session."""

    next_page = "/login/"


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Shown after too many wrong passwords."""
    return render(request, "web/locked.html", status=429)
