"""The letters page's addresses."""

from django.urls import path

from comments.views import acts, appeals, notices, reading, reports

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/thoughts/", reading.thoughts, name="thoughts"),
    path("articles/<slug:slug>/thoughts/news.json", reading.news, name="news"),
    path("thoughts/<slug:ref>/", reading.thought, name="thought"),
    path("thoughts/<slug:ref>/delete/", acts.delete, name="delete"),
    path("thoughts/<slug:ref>/edit/", acts.edit, name="edit"),
    path("thoughts/<slug:ref>/history/", acts.history, name="history"),
    path("thoughts/<slug:ref>/mute/", acts.mute, name="mute"),
    path("thoughts/<slug:ref>/pick/", acts.pick, name="pick"),
    path("thoughts/<slug:ref>/respect/", acts.respect, name="respect"),
    path("thoughts/<slug:ref>/report/", reports.report, name="report"),
    path("thoughts/<slug:ref>/statement/", appeals.statement, name="statement"),
    path("thoughts/<slug:ref>/appeal/", appeals.appeal, name="appeal"),
    path("reports/<slug:ref>/", reports.outcome, name="report_outcome"),
    path("notices/", notices.form, name="notices"),
    path("notices/<slug:ref>/", notices.notice, name="notice"),
]
