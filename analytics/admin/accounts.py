"""People who sign in: their names, their teams and, for a superuser, their roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest

from analytics.admin.acts import act_of
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.audit import record_act
from analytics.models import CoachMembership

NAMES = ("username", "first_name", "last_name", "email")


class TeamsOfCoachInline(admin.TabularInline[CoachMembership, User]):
    """The teams that a coach is given; a row taken away takes the team away."""

    model = CoachMembership
    verbose_name_plural = "teams"
    autocomplete_fields = ("team",)
    extra = 0


class AccountAdmin(admin.ModelAdmin[User]):
    """Nobody types a password for somebody else: accounts begin with an invitation."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = NAMES
    ordering = ("username",)
    inlines = (TeamsOfCoachInline,)
    filter_horizontal = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = [*NAMES, "is_active"]
        if is_superuser(request):
            fields += ["is_staff", "is_superuser", "groups"]
        return [*fields, "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # an account is made inactive: what it did stays told

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let staff change coaches; whoever holds a role is a superuser's matter."""
        may = super().has_change_permission(request, obj)
        if obj is None or is_superuser(request):
            return may
        return may and not (obj.is_staff or obj.is_superuser)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        """Keep what was allowed before, to be written beside what is allowed now."""
        form.allowed_before = allowances_of(User.objects.get(pk=form.instance.pk))
        return super().save_form(request, form, change)

    def save_related(
        self, request: HttpRequest, form: BaseModelForm[User], formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        after = allowances_of(User.objects.get(pk=form.instance.pk))
        before: dict[str, Any] = form.allowed_before  # type: ignore[attr-defined]  # save_form set it
        if after != before:
            record_act(
                act_of(request),
                "account.permissions_changed",
                subject=f"account {form.instance.username}",
                detail={"before": before, "after": after},
            )


class RoleAdmin(ReadOnlyAdmin):
    """Roles are written in the code; here one sees what each grants."""

    search_fields = ("name",)
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("permissions__content_type")


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)


def allowances_of(user: User) -> dict[str, Any]:
    """Collect all that decides what a user may see and do."""
    teams = CoachMembership.objects.filter(coach=user).order_by("team__name")
    return {
        "active": user.is_active,
        "admin": user.is_staff,
        "superuser": user.is_superuser,
        "roles": list(names_of(user.groups.all())),
        "teams": list(teams.values_list("team__name", flat=True)),
    }


def names_of(groups: QuerySet[Group]) -> list[str]:
    return list(groups.order_by("name").values_list("name", flat=True))


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, AccountAdmin)
admin.site.register(Group, RoleAdmin)
