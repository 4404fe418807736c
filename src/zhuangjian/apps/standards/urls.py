"""Addresses of judging alike."""

from django.urls import path

from zhuangjian.apps.standards import pages, pages_public, pages_rules

urlpatterns = [
    path("public/documents/", pages_public.documents, name="public_documents"),
    path("public/documents/<uuid:key>/", pages_public.document, name="public_document"),
    path("public/guides/", pages_public.guides, name="public_guides"),
    path("public/guides/<uuid:key>/", pages_public.guide, name="public_guide"),
    path("standards/", pages.guides, name="standards"),
    path("standards/guides/<uuid:key>/", pages.guide, name="standards_guide"),
    path("standards/questions/", pages.questions, name="standards_questions"),
    path("standards/opinions/", pages_rules.opinions, name="standards_opinions"),
    path("standards/opinions/<uuid:key>/", pages_rules.opinion, name="standards_opinion"),
    path("standards/arrangements/", pages_rules.arrangements, name="standards_arrangements"),
    path("standards/agreement/", pages_rules.mocks, name="standards_mocks"),
    path("standards/agreement/<uuid:key>/", pages_rules.mock, name="standards_mock"),
    path("standards/proposals/", pages_rules.proposals, name="standards_proposals"),
    path("standards/proposals/<uuid:key>/", pages_rules.proposal, name="standards_proposal"),
    path("standards/wordings/", pages.wordings, name="standards_wordings"),
    path("standards/suggestions/", pages.suggestions, name="standards_suggestions"),
    path("standards/questions/<uuid:key>/", pages.question, name="standards_question"),
]
