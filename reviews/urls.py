from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("", views.review_index, name="review_index"),
    path("<slug:slug>/", views.review_detail, name="review_detail"),
]
