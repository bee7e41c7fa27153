from django.urls import path

from . import views

app_name = "lists"
urlpatterns = [
    path("", views.like_list_index, name="like_list_index"),
    path("<slug:slug>/", views.like_list_detail, name="like_list_detail"),
]
