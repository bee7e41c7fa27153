"""Lists as files at the desk: downloads, and an upload that is shown before it is carried out."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from lists.models import LikeList
from publishing.admin import PublishableAdmin, desk_of

from .contents import MOST_BYTES, MOST_ROWS, FileContents, Unusable, shown
from .importing import carried_out, planned
from .plans import Plan
from .reading import decoded, read
from .writing import FORMS, as_file, contents_of

SALT = "lists.exchange"
LASTS = 24 * 60 * 60  # seconds in which an import that was shown may be confirmed
MOST_TOLD = 20  # rows that a message names; the page before it has named them all
NAME = "lists_likelist_{}"


class Carried(NamedTuple):
    """A file on its way from the page that shows its plan back to us."""

    name: str
    text: str
    digest: str = ""

    def sealed(self) -> str:
        """Return it for a hidden field: packed, and signed, so that only we can have packed it."""
        return signing.dumps(list(self), salt=SALT, compress=True)

    @classmethod
    def opened(cls, sealed: str) -> Carried:
        try:
            return cls(*signing.loads(sealed, salt=SALT, max_age=LASTS))
        except signing.BadSignature:
            raise Unusable("The page was open for too long: choose the file again.") from None

    def contents(self) -> FileContents:
        return read(self.text.encode(), self.name)


class ExchangeDesk:
    """The pages beside the forms of lists; `desk` says who may do what."""

    def __init__(self, desk: PublishableAdmin[LikeList]) -> None:
        self.desk = desk

    @property
    def urls(self) -> list[URLPattern]:
        guarded = self.desk.admin_site.admin_view
        import_page = guarded(require_http_methods(["GET", "HEAD", "POST"])(self.import_view))
        download = guarded(require_GET(self.export_view))
        return [
            path("import/", import_page, name=NAME.format("import")),
            path("<int:pk>/export.<str:form>", download, name=NAME.format("export")),
        ]

    # Out ----------------------------------------------------------------------------------------

    def export_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """Send a list as a file to whoever may see it at the desk."""
        if not self.desk.has_view_permission(request):
            raise PermissionDenied
        like_list = self.desk.get_object(request, str(pk))
        if like_list is None or form not in FORMS:
            raise Http404
        return HttpResponse(
            as_file(contents_of([like_list]), form),
            content_type=FORMS[form].content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{like_list.slug}.{form}"',
                "Cache-Control": "no-store",
            },
        )

    # In -----------------------------------------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Read a file, show what it would do, and do it once that is confirmed."""
        if not self.desk.has_add_permission(request):
            raise PermissionDenied
        try:
            if "carried" in request.POST:
                return self._confirmed(request, Carried.opened(request.POST["carried"]))
            if request.method == "POST":
                return self._shown(request, _uploaded(request.FILES.get("file")))
        except Unusable as error:
            return self._page(request, sentences=error.sentences)
        return self._page(request)

    def _shown(self, request: HttpRequest, carried: Carried) -> HttpResponse:
        plan = planned(carried.contents(), lambda row: self._may_change(request, row))
        return self._page(request, **_telling(plan, carried))

    def _confirmed(self, request: HttpRequest, carried: Carried) -> HttpResponse:
        plan = carried_out(
            carried.contents(),
            carried.name,
            cast("User", request.user),
            lambda row: self._may_change(request, row),
            carried.digest,
        )
        written = [each.written for each in plan.lists if each.written]
        if not written:
            sentence = "Something has changed since this was shown, so nothing is imported yet."
            return self._page(request, sentences=[sentence], **_telling(plan, carried))
        self._report(request, plan, carried.name)
        if len(plan.lists) == 1:
            return HttpResponseRedirect(desk_of(written[0]))
        return HttpResponseRedirect(self.desk.address_of("changelist"))

    def _report(self, request: HttpRequest, plan: Plan, name: str) -> None:
        """Note in the history of each list what was done, and tell its editor."""
        words = f"Imported from {shown(name, 100)}."
        for each in plan.lists:
            if each.written and each.is_new:
                self.desk.log_addition(request, each.written, words)
            elif each.written:
                self.desk.log_change(request, each.written, words)
        self.desk.message_user(request, f"Imported. {plan.summary}", messages.SUCCESS)
        if plan.unmatched:
            out = "; ".join(f"{row.place}: {row.film}" for row in plan.unmatched[:MOST_TOLD])
            more = " and more" if len(plan.unmatched) > MOST_TOLD else ""
            words = f"Not matched, so left out: {out}{more}."
            self.desk.message_user(request, words, messages.WARNING)

    def _may_change(self, request: HttpRequest, like_list: LikeList) -> bool:
        return self.desk.has_change_permission(request, like_list)

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        context |= {
            **self.desk.admin_site.each_context(request),
            "opts": self.desk.opts,
            "title": "Import lists",
            "most_megabytes": MOST_BYTES // 1_048_576,
            "most_rows": MOST_ROWS,
        }
        page = TemplateResponse(request, "admin/lists/likelist/import.html", context)
        page["Cache-Control"] = "no-store"
        return page


def _telling(plan: Plan, carried: Carried) -> dict[str, Any]:
    """Return what the page shows of a plan, and the field that confirms just this one."""
    sealed = carried._replace(digest=plan.digest).sealed()
    return {
        "plan": plan,
        "name": carried.name,
        "carried": sealed if plan.is_to_be_carried_out else "",
    }


def _uploaded(file: UploadedFile[Any] | None) -> Carried:
    """Return an upload as it is carried; raises Unusable where it is no text of a fair size."""
    if file is None:
        raise Unusable("Choose a file first.")
    return Carried(shown(file.name or "", 100), decoded(file.read(MOST_BYTES + 1)))
