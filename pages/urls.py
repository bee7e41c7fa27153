from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from . import blend, feeds, preview, search, sitemaps, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("blend/", blend.blend, name="blend"),
    path("about/", views.about, name="about"),
    path("feeds/lists/", require_safe(feeds.ListFeed()), name="feed_lists"),
    path("feeds/reviews/", require_safe(feeds.ReviewFeed()), name="feed_reviews"),
    path("feeds/articles/", require_safe(feeds.ArticleFeed()), name="feed_articles"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-indexes.xml", sitemaps.sitemap_indexes, name="sitemap_indexes"),
    path("sitemap-<str:name>-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
    path("preview/<str:ticket>/", preview.preview, name="preview"),
    path("preview/<str:label>/<int:pk>/", preview.preview_for_staff, name="preview_for_staff"),
    path("healthz", views.healthz, name="healthz"),
]
