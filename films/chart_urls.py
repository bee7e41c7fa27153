from django.urls import path

from . import views

app_name = "charts"
urlpatterns = [
    path("", views.chart_index, name="chart_index"),
    path("<slug:slug>/", views.chart_detail, name="chart_detail"),
]
