"""The map of the site."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("films/", include("films.urls")),
    path("charts/", include("films.chart_urls")),
    path("lists/", include("lists.urls")),
    path("people/", include("people.urls")),
    path("reviews/", include("reviews.urls")),
    path("articles/", include("reviews.article_urls")),
    path("admin/", admin.site.urls),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"
