from django.urls import path

from analytics import views

app_name = "analytics"

urlpatterns = [
    path("", views.roster, name="roster"),
    path("athletes/<int:athlete_id>/", views.athlete_detail, name="athlete-detail"),
    path("athletes/<int:athlete_id>/upload/", views.upload, name="upload"),
    path("recordings/<int:recording_id>/", views.recording_detail, name="recording-detail"),
    path(
        "recordings/<int:recording_id>/progress/",
        views.recording_progress,
        name="recording-progress",
    ),
    path("recordings/<int:recording_id>/row/", views.recording_row, name="recording-row"),
    path(
        "recordings/<int:recording_id>/analyse/", views.recording_analyse, name="recording-analyse"
    ),
    path("sessions/<int:session_id>/", views.session_detail, name="session-detail"),
    path("sessions/<int:session_id>/stream.json", views.session_stream, name="session-stream"),
]
