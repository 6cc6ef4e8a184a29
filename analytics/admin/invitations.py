import logging
import smtplib
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from analytics.admin.acts import act_of
from analytics.admin.confirming import confirm_page
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.invitation_forms import InvitationForm
from analytics.invitations import invite, revoke
from analytics.models import Invitation

MAY_INVITE = "analytics.invite_coach"
logger = logging.getLogger(__name__)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited to which teams; a link is shown once, to whoever made it, and sent."""

    change_list_template = "admin/analytics/invitation/change_list.html"
    list_display = ("email", "state", "team_names", "invited_by", "invited_at", "expires_at")
    list_select_related = ("invited_by",)
    search_fields = ("email__istartswith",)
    exclude = ("digest",)
    actions = ("revoke_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return super().get_queryset(request).prefetch_related("teams")

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_INVITE)

    @admin.display(description="state")
    def state(self, invitation: Invitation) -> str:
        return invitation.state_at(timezone.now())

    @admin.display(description="teams")
    def team_names(self, invitation: Invitation) -> str:
        return ", ".join(sorted(team.name for team in invitation.teams.all()))

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(never_cache(invite_page))
        return [path("invite/", page, name="invite-coach"), *super().get_urls()]

    @admin.action(description="Revoke: the links open nothing any more", permissions=("invite",))
    def revoke_selected(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> HttpResponse | None:
        standing = list(queryset.filter(accepted_at=None, revoked_at=None))
        if not request.POST.get("confirmed"):
            told = [f"{each.email}: the link will open nothing" for each in standing]
            return confirm_page(request, self, "revoke_selected", "Revoke", standing, told)
        done = sum(revoke(each, act_of(request)) for each in standing)
        self.message_user(request, f"Revoked: {done}.", messages.SUCCESS)
        return None


@require_http_methods(["GET", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """Ask for address and teams; then show the link, which is kept nowhere, and send it."""
    if not request.user.has_perm(MAY_INVITE):
        raise PermissionDenied
    form = InvitationForm(request.POST or None)
    context: dict[str, Any] = {"title": "Invite a coach", "opts": Invitation._meta, "form": form}
    if form.is_valid():
        invitation, secret = invite(
            form.cleaned_data["email"],
            form.cleaned_data["teams"],
            lasting=settings.INVITATION_LASTS,
            act=act_of(request),
        )
        link = request.build_absolute_uri(reverse("analytics:invitation", args=[secret]))
        sent = send_invitation(invitation, link)
        context |= {"link": link, "invitation": invitation, "sent": sent}
    site = admin.site.each_context(request)
    return TemplateResponse(request, "admin/analytics/invitation/invite.html", site | context)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the letter; a machine without mail loses nothing, as the page shows the link."""
    letter = render_to_string(
        "analytics/letters/invitation.txt", {"invitation": invitation, "link": link}
    )
    try:
        send_mail("Your account at Directeur", letter, None, [invitation.email])
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("Invitation %s was not sent: %s", invitation.pk, type(error).__name__)
        return False
    return True
