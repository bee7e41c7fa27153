"""What every page needs around its content."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical(context: Context, address: str = "") -> SafeString:
    """Return the page's one address: without filters, orders or tracking, but with its page.

    A page that knows better gives its own `address`, as a path.
    """
    request = context.get("request")
    if address or request is None:
        return mark_safe(escape(settings.SITE_URL + (address or "/")))  # noqa: S308 — escaped
    address = settings.SITE_URL + request.path
    page = request.GET.get("page", "")
    if page.isascii() and page.isdecimal() and 1 < int(page[:6]) < 100_000:
        address += f"?page={int(page)}"
    return mark_safe(escape(address))  # noqa: S308 — escaped
