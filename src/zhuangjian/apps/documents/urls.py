"""Addresses of documents, rules and official texts."""

from django.urls import path

from zhuangjian.apps.documents.pages import files, rules, texts

urlpatterns = [
    path("documents/<uuid:key>/", files.download, name="document"),
    path("rules/", rules.index, name="rules"),
    path("rules/article/<str:reference>/", rules.article, name="article"),
    path("rules/values/", rules.values, name="rule_values"),
    path("rules/checklists/", rules.checklists, name="checklists"),
    path("rules/checklists/<str:name>/", rules.one_checklist, name="checklist"),
    path("rules/texts/", texts.index, name="texts"),
    path("rules/texts/<int:pk>/", texts.detail, name="text"),
]
