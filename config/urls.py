"""The map of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from pages import views

urlpatterns = [
    path("", include("pages.urls")),
    path("films/", include("films.urls")),
    path("themes/", include("films.theme_urls")),
    path("charts/", include("films.chart_urls")),
    path("lists/", include("lists.urls")),
    path("people/", include("people.urls")),
    path("reviews/", include("reviews.urls")),
    path("articles/", include("reviews.article_urls")),
    path("admin/", admin.site.urls),
    # One process with its files on disk is the default way to run; a proxy may take this over.
    # No file system takes a longer path.
    re_path(r"^media/(?P<path>.{1,200})$", views.media),
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"
