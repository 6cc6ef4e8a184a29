from django.urls import path

from analytics.views import (
    athletes,
    duplicates,
    imports,
    preferences,
    recordings,
    roster,
    search,
    sessions,
    today,
)

app_name = "analytics"

urlpatterns = [
    path("", today.today, name="today"),
    path("today/<int:item_id>/dismiss/", today.dismiss, name="agenda-dismiss"),
    path("today/<int:item_id>/done/", today.say_done, name="agenda-done"),
    path("today/<int:item_id>/undo/", today.open_again, name="agenda-undo"),
    path("athletes/", roster.roster, name="roster"),
    path("athletes.csv", roster.roster_csv, name="roster-csv"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("keyboard/", preferences.keyboard, name="keyboard"),
    path("search/", search.search, name="search"),
    path("compare/", search.compare, name="compare"),
    path("athletes/<int:athlete_id>/", athletes.athlete_detail, name="athlete-detail"),
    path("athletes/<int:athlete_id>/load/", athletes.athlete_load, name="athlete-load"),
    path("athletes/<int:athlete_id>/curves/", athletes.athlete_curves, name="athlete-curves"),
    path("athletes/<int:athlete_id>/volume/", athletes.athlete_volume, name="athlete-volume"),
    path("athletes/<int:athlete_id>/calendar/", athletes.athlete_calendar, name="athlete-calendar"),
    path("athletes/<int:athlete_id>/upload/", recordings.upload, name="upload"),
    path("athletes/<int:athlete_id>/imports/", imports.import_start, name="import-start"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/<int:batch_id>/", imports.import_detail, name="import-detail"),
    path("imports/<int:batch_id>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<int:batch_id>/files/", imports.import_add, name="import-add"),
    path("imports/<int:batch_id>/<slug:step>/", imports.import_step, name="import-step"),
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
    path("sessions/<int:session_id>/part/", duplicates.part, name="session-part"),
    path("sessions/<int:session_id>/prefer/", duplicates.prefer, name="session-prefer"),
    path("sessions/<int:session_id>/stream.json", sessions.session_stream, name="session-stream"),
]
