from django.urls import path

from summaries.views import batches, review, session_summary, voice

app_name = "summaries"

SUMMARY = "sessions/<int:session_id>/summary/"

urlpatterns = [
    path(SUMMARY, session_summary.session_summary, name="session-summary"),
    path(f"{SUMMARY}again/", session_summary.write_again, name="write-again"),
    path("texts/", review.review_queue, name="review-queue"),
    path("texts/batches/", batches.batches, name="batches"),
    path("texts/batches/<int:batch_id>/", batches.batch, name="batch"),
    path("texts/batches/<int:batch_id>/<str:step>/", batches.move_batch, name="batch-step"),
    path("texts/voice/", voice.voice, name="voice"),
    path("texts/voice/<int:rule_id>/<str:decision>/", voice.decide_rule, name="voice-rule"),
    path("texts/<int:summary_id>/", review.review, name="review"),
    path("texts/<int:summary_id>/approve/", review.approve_text, name="approve"),
]
