from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from cycling_site.queue_page import queue_page

urlpatterns = [
    path("admin/queue/", admin.site.admin_view(queue_page), name="queue"),
    path("admin/", admin.site.urls),
    path("sign-in/", auth_views.LoginView.as_view(), name="sign-in"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="sign-out"),
    path("", include("analytics.urls")),
    path("", include("summaries.urls")),
]

handler500 = "cycling_site.error_pages.server_error"
