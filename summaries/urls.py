from django.urls import path

from summaries import views

app_name = "summaries"

urlpatterns = [
    path("sessions/<int:session_id>/summary/", views.session_summary, name="session-summary"),
    path("sessions/<int:session_id>/summary/again/", views.write_again, name="write-again"),
]
