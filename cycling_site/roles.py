"""Who may do what: three roles as Django groups, held to what is written here.

- staff: manage teams, athletes and coaches; see every session; move, delete, export and erase.
- operator: the queue, the providers, the source database; sees counts and reasons, nobody's health.
- auditor: reads everything, changes nothing.

A coach needs no role: the teams that a coach is a member of decide. Roles are given by a superuser,
which is all that one is needed for.
"""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet


class Role(StrEnum):
    STAFF = "staff"
    OPERATOR = "operator"
    AUDITOR = "auditor"


PRODUCT_APPS = ("analytics", "summaries")
TYPED_BY_STAFF = ("team", "coachmembership", "athlete", "bodymass", "thresholds")
STAFF_ACTS = ("export_athlete", "erase_athlete", "manage_sessions", "invite_coach")
OPERATOR_ACTS = (
    "operate_queue",
    "run_sourcesync",
    "view_sourcesync",
    "view_sourcelink",
    "view_teamtexts",
    "add_teamtexts",
    "change_teamtexts",
)

GRANTS: dict[Role, Q] = {
    Role.STAFF: (
        Q(content_type__app_label__in=PRODUCT_APPS, codename__startswith="view_")
        | Q(content_type__app_label="analytics", content_type__model__in=TYPED_BY_STAFF)
        & ~Q(codename="delete_athlete")  # an athlete is archived, or erased with a certificate
        | Q(content_type__app_label="analytics", codename__in=STAFF_ACTS)
        | Q(content_type__app_label="auth", codename__in=("view_user", "change_user"))
    ),
    Role.OPERATOR: Q(content_type__app_label__in=PRODUCT_APPS, codename__in=OPERATOR_ACTS),
    Role.AUDITOR: (
        Q(content_type__app_label__in=PRODUCT_APPS, codename__startswith="view_")
        | Q(content_type__app_label="auth", codename__in=("view_user", "view_group"))
    ),
}


def granted_to(role: Role, *, using: str = DEFAULT_DB_ALIAS) -> QuerySet[Permission]:
    return Permission.objects.using(using).filter(GRANTS[role])


def hold_roles(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make the groups, and give each exactly its permissions; runs after every migration."""
    for role in Role:
        group, _is_new = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set(granted_to(role, using=using))
