"""Every act on chosen rows, from the admin's registry: seen before it is done, told when it is."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry, Team
from analytics.people import archive
from summaries.models import TeamTexts
from tests.access.world import World, all_rows, make_world
from tests.house import address_policies as who

pytestmark = pytest.mark.django_db

DONE_AT_ONCE = {  # nothing is lost by them: each has its opposite, or may be done again
    "archive_selected",
    "bring_selected_back",
    "analyse_selected_again",
}


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def acts_of(user: User) -> list[tuple[str, str]]:
    request = RequestFactory().get("/")
    request.user = user
    return [
        (model._meta.label_lower, name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.get_actions(request)
    ]


def chosen_rows(world: World) -> dict[str, object]:
    """Pick a row of each model that acts are done to; a team without athletes can go."""
    lonely = Team.objects.create(name="Lonely")
    rows = (
        lonely,
        TeamTexts.objects.create(team=lonely),
        world.near.athlete,
        world.near.session,
        world.near.recording,
        world.near.invitation,
    )
    return {row._meta.label_lower: row.pk for row in rows}


def test_an_act_that_loses_something_is_seen_first_and_every_act_is_told(world):
    superuser = world.people[who.SUPERUSER]
    client, rows = Client(), chosen_rows(world)
    client.force_login(superuser)
    acts, archived = acts_of(superuser), world.near.second
    archive(archived, Act(superuser, timezone.now()))
    before, faults = all_rows(), []

    for label, name in acts:
        form = {"action": name, "_selected_action": [rows[label]], "athlete": world.far.athlete.pk}
        address = f"/admin/{label.replace('.', '/')}/"
        if name == "bring_selected_back":
            form["_selected_action"] = [archived.pk]
            address += "?archived=yes"
        if name not in DONE_AT_ONCE:
            client.post(address, form)
            faults += [f"{label} {name}: done without a look"] if all_rows() != before else []
        with transaction.atomic():
            told = AuditEntry.objects.count()
            client.post(address, form | {"confirmed": "yes", "post": "yes"})
            faults += [f"{label} {name}: not told"] if AuditEntry.objects.count() <= told else []
            faults += [f"{label} {name}: did nothing"] if all_rows() == before else []
            transaction.set_rollback(True)

    assert len(acts) > 5
    assert faults == []
