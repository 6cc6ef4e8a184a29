"""Every act of the admin, from registry and URLconf: seen before it is done, told when it is."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry
from analytics.people import archive, archive_team
from tests.access.forms import Form, send
from tests.access.test_permission_matrix import clients_of, everything_in, form_for, path_of
from tests.access.world import Rows, World, all_rows, make_world
from tests.house import address_policies as who
from tests.house.addresses import Address, all_addresses

pytestmark = pytest.mark.django_db

DONE_AT_ONCE = {  # nothing is lost by them: each has its opposite, or may be done again
    ("analytics.athlete", "archive_selected"),
    ("analytics.athlete", "bring_selected_back"),
    ("analytics.team", "bring_selected_back"),
    ("analytics.session", "analyse_selected_again"),
    ("analytics.recording", "analyse_selected_again"),
}
CONFIRMATIONS = ("confirmed", "post", "name", "kept")
OF_DJANGO = {  # about nobody's rows but the user's own
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
}
NEEDS_A_SOURCE = {"admin:analytics_sourcesync_run"}  # see tests/analytics/admin/test_source.py


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def held() -> Rows:
    signed_in = UserSession.objects.values("pk", "user_id")
    return all_rows() | {("usersessions.UserSession", row["pk"]): row for row in signed_in}


def acts_of(user: User) -> list[tuple[str, str]]:
    request = RequestFactory().get("/")
    request.user = user
    return [
        (model._meta.label_lower, name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.get_actions(request)
    ]


def chosen_rows(world: World) -> dict[tuple[str, str], int]:
    """Pick a row for each act; what is brought back has to be archived, what is deleted free."""
    act = Act(world.people[who.SUPERUSER], timezone.now())
    near, far = world.near, world.far
    archive(near.second, act)
    archive_team(far.lonely, act)
    every = {
        "analytics.team": near.lonely.pk,
        "analytics.athlete": near.athlete.pk,
        "analytics.session": near.session.pk,
        "analytics.recording": near.recording.pk,
        "analytics.invitation": near.invitation.pk,
        "summaries.teamtexts": near.lonely.texts.pk,
    }
    acts = acts_of(world.people[who.SUPERUSER])
    rows = {(label, name): every[label] for label, name in acts}
    rows["analytics.athlete", "bring_selected_back"] = near.second.pk
    rows["analytics.team", "bring_selected_back"] = far.lonely.pk
    return rows


def test_an_act_on_chosen_rows_that_loses_something_is_seen_first_and_every_act_is_told(world):
    client, faults = Client(), []
    client.force_login(world.people[who.SUPERUSER])
    rows = chosen_rows(world)
    before = held()

    for (label, name), number in rows.items():
        form = {"action": name, "_selected_action": [number], "athlete": world.far.athlete.pk}
        address = f"/admin/{label.replace('.', '/')}/"
        address += "?archived=yes" if name == "bring_selected_back" else ""
        if (label, name) not in DONE_AT_ONCE:
            client.post(address, form)
            faults += [f"{label} {name}: done without a look"] if held() != before else []
        with transaction.atomic():
            told = AuditEntry.objects.count()
            client.post(address, form | {"confirmed": "yes", "post": "yes"})
            faults += [f"{label} {name}: not told"] if AuditEntry.objects.count() <= told else []
            faults += [f"{label} {name}: did nothing"] if held() == before else []
            transaction.set_rollback(True)

    assert len(rows) > 8
    assert faults == []


def pages_that_act() -> list[Address]:
    """Give every address of the admin that a superuser may write at, the lists apart."""
    return [
        address
        for address in all_addresses()
        if address.name
        and address.pattern.startswith("admin/")
        and address.name not in OF_DJANGO | NEEDS_A_SOURCE
        and who.SUPERUSER in address.policy().write
        and (address.admin_page or ("", ""))[1] not in ("changelist", "history")
    ]


def path_for(address: Address, world: World) -> str:
    """Delete what can be deleted: the last row of a side hangs on nothing."""
    label, kind = address.admin_page or ("", "")
    if kind != "delete":
        return path_of(address, world.near)
    own = [pk for (model, pk) in world.near.rows if model.lower() == label]
    return reverse(address.name, args=[own[-1]])


def loses(before: Rows, after: Rows, address: Address) -> bool:
    """Tell a loss: rows that went or, where nobody typed what they become, that changed."""
    if (address.admin_page or ("", ""))[1] == "change":
        return bool(before.keys() - after.keys())
    return any(after.get(key) != row for key, row in before.items())


def unconfirmed(form: Form) -> Form:
    return {name: value for name, value in form.items() if name not in CONFIRMATIONS}


def test_every_page_that_loses_something_shows_it_first_and_every_page_that_acts_tells(world):
    clients, faults = clients_of(world), list[str]()
    client, key = clients[who.SUPERUSER], clients[who.COACH].session.session_key
    UserSession.objects.create(user=world.near.coach, session_key=key, ip="192.0.2.1")
    before = held()

    for address in pages_that_act():
        path = path_for(address, world)
        told = AuditEntry.objects.count()
        with transaction.atomic():
            everything_in(send(client, path, form_for(address, world.near)))
            after, lines = held(), AuditEntry.objects.count()
            transaction.set_rollback(True)
        if lines <= told:
            faults.append(f"{address.name}: not told, or it did nothing: see tests/access/forms.py")
        if not loses(before, after, address):
            continue
        with transaction.atomic():
            client.post(path, unconfirmed(form_for(address, world.near)))
            faults += [f"{address.name}: done without a look"] if held() != before else []
            transaction.set_rollback(True)
        if client.get(path).status_code != 200:
            faults.append(f"{address.name}: nothing to look at")

    assert faults == []
