import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.models import Athlete, AuditEntry, BodyMass
from tests.make import make_athlete, make_coach, make_role, make_session, make_team

pytestmark = pytest.mark.django_db
LIST = "/admin/analytics/athlete/"


@pytest.fixture
def staff(client):
    staff = make_role("staff")
    client.force_login(staff)
    return staff


def page_of(athlete, name: str) -> str:
    return reverse(f"admin:athlete-{name}", args=[athlete.pk])


def save(client, athlete, *masses: BodyMass, **changes: object):
    form: dict[str, object] = {
        "team": athlete.team_id,
        "first_name": athlete.first_name,
        "last_name": athlete.last_name,
        "time_zone": athlete.time_zone,
        "thresholds-TOTAL_FORMS": 0,
        "thresholds-INITIAL_FORMS": 0,
        "masses-TOTAL_FORMS": len(masses),
        "masses-INITIAL_FORMS": 0,
    }
    for number, mass in enumerate(masses):
        form |= {
            f"masses-{number}-date": mass.date,
            f"masses-{number}-mass_kg": mass.mass_kg,
            f"masses-{number}-athlete": athlete.pk,
        }
    address = reverse("admin:analytics_athlete_change", args=[athlete.pk])
    return client.post(address, form | changes)


def test_a_weight_and_another_team_are_saved_and_told(client, staff):
    athlete, team = make_athlete(), make_team(name="Sedgefen")
    athlete.masses.create(date="2026-04-01", mass_kg=62)
    mass = BodyMass(date="2026-05-01", mass_kg=61)

    answer = save(client, athlete, mass, team=team.pk)

    assert answer.status_code == 302
    athlete.refresh_from_db()
    assert athlete.team == team
    assert athlete.masses.get(date=mass.date).mass_kg == 61
    assert str(athlete.records_due_from) == "2026-05-01"
    acts = AuditEntry.objects.about(athlete).values_list("act", flat=True)
    assert set(acts) == {"athlete.moved", "athlete.masses_changed"}
    assert {entry.actor for entry in AuditEntry.objects.all()} == {staff}


def test_a_weight_that_nobody_has_is_told_beside_the_field_and_nothing_is_saved(client, staff):
    athlete = make_athlete()

    answer = save(client, athlete, BodyMass(date="2026-05-01", mass_kg=900), last_name="New")

    assert answer.status_code == 200
    assert "errorlist" in answer.text
    athlete.refresh_from_db()
    assert athlete.last_name != "New"


def test_archived_athletes_show_when_asked_for(client, staff):
    athlete = make_athlete(last_name="Resting")

    client.post(LIST, {"action": "archive_selected", "_selected_action": [athlete.pk]})

    assert "Resting" not in client.get(LIST).text
    assert "Resting" in client.get(LIST, {"archived": "yes"}).text
    assert client.get(athlete.get_absolute_url()).status_code == 200


def test_merging_asks_who_shows_what_and_merges(client, staff):
    kept, other = make_athlete(), make_session().athlete

    page = client.post(page_of(kept, "merge"), {"athlete": other.pk}).text
    assert "1 sessions and 1 recordings move" in page
    assert other.sessions.exists()

    client.post(page_of(kept, "merge"), {"athlete": other.pk, "confirmed": "yes"})
    assert kept.sessions.count() == 1


def test_merging_with_itself_says_so(client, staff):
    kept = make_athlete()

    page = client.post(page_of(kept, "merge"), {"athlete": kept.pk, "confirmed": "yes"}).text

    assert "choose another one" in page


def test_the_export_comes_as_a_zip(client, staff):
    athlete = make_session().athlete

    assert "Sessions" in client.get(page_of(athlete, "export")).text
    answer = client.post(page_of(athlete, "export"))

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "analytics.session.json" in archive.namelist()


def test_erasing_wants_the_name_written_out(client, staff):
    athlete = make_session().athlete

    page = client.post(page_of(athlete, "erase"), {"name": "somebody"}).text
    assert f"Write the name exactly: {athlete}" in page
    assert Athlete.objects.exists()

    client.post(page_of(athlete, "erase"), {"name": str(athlete)})
    assert not Athlete.objects.exists()
    assert AuditEntry.objects.get(act="athlete.erased").at <= timezone.now()


@pytest.mark.parametrize("role", ("operator", "auditor"))
@pytest.mark.parametrize("name", ("merge", "export", "erase"))
def test_other_roles_reach_none_of_it(client, role, name):
    client.force_login(make_role(role))

    assert client.get(page_of(make_athlete(), name)).status_code == 403


def test_coaches_given_and_taken_and_a_deleted_team_stand_in_the_trail(client, staff):
    team, coach = make_team(name="Sedgefen"), make_coach()
    page = reverse("admin:analytics_team_change", args=[team.pk])
    form = {"name": "Sedgefen", "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0}

    client.post(page, form | {"memberships-0-coach": coach.pk, "memberships-0-team": team.pk})
    entry = AuditEntry.objects.get(act="team.changed")
    assert entry.detail["before"] == {"name": "Sedgefen", "coaches": []}
    assert entry.detail["after"] == {"name": "Sedgefen", "coaches": [coach.username]}

    preview = client.get(reverse("admin:analytics_team_delete", args=[team.pk])).text
    assert "Are you sure" in preview
    assert coach.username in preview
    client.post(reverse("admin:analytics_team_delete", args=[team.pk]), {"post": "yes"})
    entry = AuditEntry.objects.get(act="team.deleted")
    assert (entry.actor, entry.detail["coaches"]) == (staff, [coach.username])


def test_a_team_is_archived_after_a_look_and_chosen_by_nobody_then(client, staff):
    team = make_team(name="Sedgefen")
    make_athlete(team=team)
    teams = reverse("admin:analytics_team_changelist")
    form = {"action": "archive_selected", "_selected_action": [team.pk]}
    choices = {"app_label": "analytics", "model_name": "athlete", "field_name": "team"}

    assert "Sedgefen: 1 athletes leave the lists" in client.post(teams, form).text
    assert "Sedgefen" in client.get(reverse("admin:autocomplete"), choices).text
    client.post(teams, form | {"confirmed": "yes"})

    assert "Sedgefen" not in client.get(teams).text
    assert "Sedgefen" not in client.get(reverse("admin:autocomplete"), choices).text
    assert "Sedgefen" not in client.get(reverse("admin:invite-coach")).text
    assert "Sedgefen" in client.get(teams, {"archived": "yes"}).text
