from django.urls import path

from . import browse, views

app_name = "films"
urlpatterns = [
    path("", browse.film_index, name="film_index"),
    path("<slug:slug>/", views.film_detail, name="film_detail"),
    path("<slug:slug>/like/", views.film_like, name="film_like"),
    path("<slug:slug>/like.json", views.film_like_json, name="film_like_json"),
    path("<slug:slug>/poster.svg", views.film_poster, name="film_poster"),
]
