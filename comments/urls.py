"""The letters page's addresses."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/thoughts/", views.thoughts, name="thoughts"),
    path("thoughts/<slug:ref>/", views.thought, name="thought"),
]
