"""Pages of reviews and articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.where import country_of
from publishing.addresses import page_at
from publishing.paging import page_of

from .article_page import ArticlePage
from .models import Article, Review
from .review_page import ReviewPage


@require_safe
def review_index(request: HttpRequest) -> HttpResponse:
    page = page_of(Review.objects.published().for_cards().by_newest(), request)
    return render(request, "reviews/review_index.html", {"page": page})


@require_safe
def review_detail(request: HttpRequest, slug: str) -> HttpResponse:
    country = country_of(request)
    review = page_at(Review.objects.published().with_film(country).with_authors(), slug)
    context = {"review": review, "page": ReviewPage(review, country)}
    return render(request, "reviews/review_detail.html", context)


@require_safe
def article_index(request: HttpRequest) -> HttpResponse:
    page = page_of(Article.objects.published().for_cards().by_newest(), request)
    return render(request, "reviews/article_index.html", {"page": page})


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = page_at(Article.objects.published().with_sections().with_authors(), slug)
    context = {"article": article, "page": ArticlePage(article)}
    return render(request, "reviews/article_detail.html", context)
