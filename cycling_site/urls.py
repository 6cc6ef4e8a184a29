from allauth.account import views as account_views
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.urls import include, path

from cycling_site.queue_page import queue_page
from cycling_site.sign_ins import sign_ins_page

# One door, with its limits and its second factor, for pages and admin.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it
for model in (EmailAddress, Authenticator, UserSession):  # everybody's own affair
    admin.site.unregister(model)

urlpatterns = [
    path("admin/queue/", admin.site.admin_view(queue_page), name="queue"),
    path(
        "admin/auth/user/<int:user_id>/sign-ins/",
        admin.site.admin_view(sign_ins_page),
        name="sign-ins",
    ),
    path("admin/", admin.site.urls),
    path("sign-in/", account_views.login, name="sign-in"),
    path("sign-out/", account_views.logout, name="sign-out"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("", include("analytics.urls")),
    path("", include("summaries.urls")),
]

handler500 = "cycling_site.error_pages.server_error"
