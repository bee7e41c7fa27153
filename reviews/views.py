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
    reviews = Review.objects.published().with_film(country).with_authors()
    return _shown_review(request, page_at(reviews, slug), country)


def show_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a review whatever its status, exactly as readers see or will see it."""
    country = country_of(request)
    review = Review.objects.with_film(country).with_authors().get(pk=pk)
    return _shown_review(request, review, country)


def _shown_review(request: HttpRequest, review: Review, country: str) -> HttpResponse:
    context = {"review": review, "page": ReviewPage(review, country)}
    return render(request, "reviews/review_detail.html", context)


@require_safe
def article_index(request: HttpRequest) -> HttpResponse:
    page = page_of(Article.objects.published().for_cards().by_newest(), request)
    return render(request, "reviews/article_index.html", {"page": page})


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.published().with_sections().with_authors()
    return _shown_article(request, page_at(articles, slug))


def show_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article whatever its status, exactly as readers see or will see it."""
    return _shown_article(request, Article.objects.with_sections().with_authors().get(pk=pk))


def _shown_article(request: HttpRequest, article: Article) -> HttpResponse:
    context = {"article": article, "page": ArticlePage(article)}
    return render(request, "reviews/article_detail.html", context)
