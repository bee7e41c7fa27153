from django.urls import path

from . import browse, views

app_name = "films"
urlpatterns = [
    path("", browse.film_index, name="film_index"),
    path("<slug:slug>/", views.film_detail, name="film_detail"),
    path("<slug:slug>/poster.svg", views.film_poster, name="film_poster"),
]
