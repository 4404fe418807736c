"""Signing in and out, the second factor, and what a session needs after somebody changed their own account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import devices_for_user, user_has_device
from django_otp import login as second_factor_shown

from zhuangjian.apps.authorities.enrolling import known
from zhuangjian.apps.authorities.signins import note
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.web.owner import owner_of
from zhuangjian.web.public import wants_json


class SignInForm(AuthenticationForm):
    """Chinese words for the two ways a sign-in fails."""

    error_messages = {
        "invalid_login": "登录名或密码不正确。连续 5 次错误将锁定 15 分钟。",
        "inactive": "该账号已停用，请联系系统管理员。",
        "altered": "您的账号数据与账本所记不符，可能被绕过系统改动，暂不能登录。系统已通知审计员核查，请联系系统管理员。",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """An account, role or password that no act gave lets nobody in."""
        super().confirm_login_allowed(user)
        if not known(user):
            raise ValidationError(self.error_messages["altered"], code="altered")


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "web/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A page that signs in again in place is answered in JSON, signed in meanwhile by another window or not."""
        if wants_json(request) and request.user.is_authenticated:
            return _signed_in(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signed in."""
        response = super().form_valid(form)
        return _signed_in(self.request) if wants_json(self.request) else response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """What is wrong."""
        if wants_json(self.request):
            return _json(
                {"fault": " ".join(str(one) for one in form.non_field_errors()) or "请输入密码。"}, 422
            )
        return super().form_invalid(form)


def _json(answer: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def _signed_in(request: HttpRequest) -> JsonResponse:
    """Whose page this is now, and what is still owed before anything can be sent: the code, or a page of its own."""
    person: Any = request.user
    # Who has just signed in is not yet wrapped with what they have shown.
    shown = getattr(person, "is_verified", None)
    owed = not (shown and shown()) and user_has_device(person)
    page = "/account/password/" if person.must_change_password and not owed else ""
    return _json({"owner": owner_of(person), "code": owed, "page": page})


class SignOut(LogoutView):
    """Ends the session."""

    next_page = "/login/"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out; words not yet shown were for who signs out, not for the next person."""
        list(messages.get_messages(request))
        return super().post(request, *args, **kwargs)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Shown after too many wrong passwords."""
    if wants_json(request):
        return _json({"fault": "连续输错次数过多，已锁定 15 分钟，请稍后再试。"}, 429)
    return render(request, "web/locked.html", status=429)


def verify_second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the authenticator once in a session; wrong ones make the next try wait longer."""
    url = request.POST.get("next") or request.GET.get("next", "")
    url = url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/") else "/"
    if request.user.is_verified() or not user_has_device(request.user):
        return _signed_in(request) if wants_json(request) else HttpResponseRedirect(url)
    fault = ""
    if request.method == "POST":
        fault = _try_code(request, request.POST.get("code", "").strip())
        if not fault:
            return _signed_in(request) if wants_json(request) else HttpResponseRedirect(url)
        if wants_json(request):
            return _json({"fault": fault}, 422)
    return render(
        request, "web/totp_verify.html", {"fault": fault, "next": url}, status=422 if fault else 200
    )


def _try_code(request: HttpRequest, code: str) -> str:
    person: Any = request.user
    for device in devices_for_user(person):
        allowed, _ = device.verify_is_allowed()
        if not allowed:
            return "输错次数较多，请稍等片刻再试（每错一次，等待时间加倍）。"
        if code.isascii() and code.isdecimal() and device.verify_token(code):
            second_factor_shown(request, device)
            request.session.cycle_key()
            return ""
    note(request, person, "second_factor_failed")
    return "动态口令不正确，请用认证器最新显示的 6 位数字。"


def after_own_action(request: HttpRequest, name: str, outcome: Any) -> HttpResponse | None:
    """What follows when somebody acted on their own account; a response when there is something to show once."""
    if name == "authorities.change_password":
        # Every other session of the person ends; this one goes on under a new key.
        update_session_auth_hash(request, outcome.object)
    elif name == "authorities.confirm_totp":
        device = next(iter(devices_for_user(outcome.object)), None)
        if device is not None:
            second_factor_shown(request, device)
            request.session.cycle_key()
    elif name == "authorities.create_token":
        secret = getattr(outcome.object, "secret", "")
        if not secret:
            return _part(
                request,
                "web/refusal",
                {"refusal": Refusal("令牌已经建立并显示过一次，不能再次显示。请撤销后重建。")},
                409,
            )
        return _part(request, "web/secret", {"token": outcome.object, "secret": secret}, 200)
    return None


def _part(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    template = f"{name}.html" if getattr(request, "htmx", False) else f"{name}_page.html"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
