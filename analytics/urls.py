from django.urls import path

from analytics.views import athletes, recordings, sessions

app_name = "analytics"

urlpatterns = [
    path("", athletes.roster, name="roster"),
    path("athletes/<int:athlete_id>/", athletes.athlete_detail, name="athlete-detail"),
    path("athletes/<int:athlete_id>/upload/", recordings.upload, name="upload"),
    path("recordings/<int:recording_id>/", recordings.recording_detail, name="recording-detail"),
    path(
        "recordings/<int:recording_id>/progress/",
        recordings.recording_progress,
        name="recording-progress",
    ),
    path("recordings/<int:recording_id>/row/", recordings.recording_row, name="recording-row"),
    path(
        "recordings/<int:recording_id>/analyse/",
        recordings.recording_analyse,
        name="recording-analyse",
    ),
    path("sessions/<int:session_id>/", sessions.session_detail, name="session-detail"),
    path("sessions/<int:session_id>/stream.json", sessions.session_stream, name="session-stream"),
]
