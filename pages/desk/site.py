"""The desk: Django's admin with a home, the editor's own clock, and care for what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .home import Home
from .kept_typing import KeptTyping, send_again
from .zones import ZoneForm, zone_of

View = Callable[..., Any]


class Desk(AdminSite):
    """Forms that come without a session are kept until somebody has signed in again."""

    site_header = site_title = "Moreish"
    index_title = "The editors' desk"
    empty_value_display = "—"

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        """Show every page in the editor's time zone; keep what was typed into an ended session."""
        checked = super().admin_view(view, cacheable)

        def at_the_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                if kept := KeptTyping.of_request(request):
                    return self._asked(request, kept)
                refused: HttpResponseBase = checked(request, *args, **kwargs)
                return refused
            with timezone.override(zone_of(request.user)):
                response: HttpResponseBase = checked(request, *args, **kwargs)
                # Templates are drawn in the zone that holds when they are.
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

        return update_wrapper(at_the_desk, checked)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("sign-in-again/", self.sign_in_again, name="sign_in_again"),
            path("clock/", self.admin_view(self.clock), name="clock"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {"home": Home(request, self), **(extra_context or {})})

    def clock(self, request: HttpRequest) -> HttpResponseBase:
        """Let those who work here choose the zone of dates and times."""
        form = ZoneForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            zone = form.save()
            messages.success(request, f"Dates and times at the desk are now those of {zone}.")
            return HttpResponseRedirect(reverse(f"{self.name}:index"))
        context = {**self.each_context(request), "title": "Your clock", "form": form}
        return TemplateResponse(request, "admin/desk/clock.html", context)

    @method_decorator([never_cache, sensitive_post_parameters("password")])
    def sign_in_again(self, request: HttpRequest) -> HttpResponseBase:
        """Sign in, and offer to send what was typed before the session had ended."""
        kept = KeptTyping.packed(request.POST)
        if kept is None:
            return HttpResponseRedirect(reverse(f"{self.name}:login"))
        form = AdminAuthenticationForm(request, request.POST)
        if not form.is_valid():
            return self._asked(request, kept, form)
        login(request, form.get_user())
        return send_again(
            request, kept, "You are signed in again", "Nothing is lost, and nothing is saved yet."
        )

    def _asked(
        self, request: HttpRequest, kept: KeptTyping, form: AdminAuthenticationForm | None = None
    ) -> HttpResponse:
        context = {
            **self.each_context(request),
            "title": "Your session has ended",
            "kept": kept,
            "form": form or AdminAuthenticationForm(request),
        }
        return TemplateResponse(request, "admin/desk/sign_in_again.html", context, status=403)
