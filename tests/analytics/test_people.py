from datetime import date, timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.import_steps import remove_what_it_made, undo_batch
from analytics.models import Athlete, AuditEntry, BodyMass, ImportFile, Session, Team
from analytics.people import (
    archive,
    archive_team,
    bring_back,
    bring_team_back,
    dossier_of,
    merge_athletes,
    note_changes,
    preview_merge,
)
from analytics.record_book import decide_due_records
from tests.make import import_fit, make_athlete, make_fit, make_session, make_staff, make_team
from tests.make.imports import add_to, make_batch, work_to_the_end
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def act():
    return Act(make_staff(), timezone.now(), "192.0.2.1")


def test_an_archived_athlete_leaves_the_lists_and_keeps_the_history(act):
    session = make_session()
    athlete = session.athlete

    assert archive(athlete, act)
    assert not archive(athlete, act)

    assert not Athlete.objects.in_lists().exists()
    assert Session.objects.get() == session
    assert bring_back(athlete, act)
    assert Athlete.objects.in_lists().get() == athlete
    acts = AuditEntry.objects.about(athlete).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["athlete.archived", "athlete.brought_back"]


def test_an_archived_team_takes_its_athletes_along_and_brings_back_those_alone(act):
    team = make_team()
    resting, riding = make_athlete(team=team), make_athlete(team=team)
    archive(resting, Act(act.actor, act.at - timedelta(days=1)))

    assert archive_team(team, act)
    assert not archive_team(team, act)
    assert not Team.objects.in_lists().exists()
    assert not Athlete.objects.in_lists().exists()

    assert bring_team_back(team, act)
    assert not bring_team_back(team, act)
    assert Team.objects.in_lists().get() == team
    assert Athlete.objects.in_lists().get() == riding
    told = AuditEntry.objects.filter(act__startswith="team.").order_by("pk")
    assert list(told.values_list("act", "detail")) == [
        ("team.archived", {"athletes": 1}),
        ("team.brought_back", {"athletes": 1}),
    ]


def test_a_changed_mass_is_told_and_makes_the_records_due_from_its_day(act):
    athlete = make_athlete()
    BodyMass.objects.create(athlete=athlete, date=DAY - timedelta(days=9), mass_kg=61)
    BodyMass.objects.create(athlete=athlete, date=DAY, mass_kg=60)
    before = dossier_of(athlete)
    athlete.masses.filter(date=DAY).update(mass_kg=62)

    note_changes(before, athlete, act)

    entry = AuditEntry.objects.get(act="athlete.masses_changed")
    assert (entry.detail["before"], entry.detail["after"]) == (
        {"2026-05-01": 60.0},
        {"2026-05-01": 62.0},
    )
    athlete.refresh_from_db()
    assert athlete.records_due_from == DAY


def test_another_time_zone_counts_the_days_again_and_decides_what_rests_on_them(act):
    """A ride of late on Saturday in London is one of Sunday in Auckland, and a text says so."""
    athlete = make_athlete(time_zone="Europe/London")
    late, noon = (
        make_session(athlete=athlete, started_at=STARTED_AT.replace(day=day, hour=hour))
        for day, hour in ((2, 21), (3, 1))
    )
    athlete.masses.create(date=late.local_date + timedelta(days=1), mass_kg=80)
    athlete.masses.create(date=late.local_date, mass_kg=70)
    before = dossier_of(athlete)
    athlete.time_zone = "Pacific/Auckland"
    athlete.save()

    note_changes(before, athlete, act)

    athlete.refresh_from_db()
    assert athlete.records_due_from == date(2026, 5, 2)
    decide_due_records(athlete.pk, now=act.at)
    for session in (late, noon):
        session.refresh_from_db()
    assert late.local_date == noon.local_date == date(2026, 5, 3)
    assert late.mass_kg == 80
    assert late.changed_at == act.at


def test_nothing_changed_is_nothing_told(act):
    athlete = make_athlete()

    note_changes(dossier_of(athlete), athlete, act)

    assert not AuditEntry.objects.exists()


def test_another_team_is_told_and_the_sessions_come_along(act):
    session = make_session()
    before = dossier_of(session.athlete)
    session.athlete.team = make_team(name="Sedgefen")
    session.athlete.save()

    note_changes(before, session.athlete, act)

    assert AuditEntry.objects.get(act="athlete.moved").detail["after"] == "Sedgefen"
    assert Session.objects.get().athlete.team.name == "Sedgefen"


def test_merging_moves_everything_and_keeps_what_both_have_once(act):
    kept, other = make_athlete(), make_athlete(time_zone="Pacific/Auckland")
    import_fit(kept, make_fit())
    import_fit(other, make_fit())
    only_others = make_session(athlete=other, started_at=STARTED_AT + timedelta(days=3))
    for athlete, mass_kg in ((kept, 60), (other, 90)):
        BodyMass.objects.create(athlete=athlete, date=DAY, mass_kg=mass_kg)
    BodyMass.objects.create(athlete=other, date=DAY + timedelta(days=1), mass_kg=61)

    preview = preview_merge(kept, other)
    merge_athletes(kept, other, act)

    assert (preview.sessions, preview.known_recordings, preview.known_days) == (2, 1, 1)
    assert kept.sessions.count() == kept.recordings.count() == 2
    assert not other.sessions.exists()
    assert list(kept.masses.values_list("mass_kg", flat=True)) == [60.0, 61.0]
    only_others.refresh_from_db()
    assert only_others.local_date == kept.local_time(only_others.started_at).date()
    kept.refresh_from_db()
    assert kept.records_due_from is not None
    other.refresh_from_db()
    assert other.archived_at == act.at
    assert AuditEntry.objects.about(kept).filter(act="athlete.merged").exists()


def test_what_is_imported_for_a_merged_athlete_goes_on_with_the_one_that_stays(act):
    kept, other, third = make_athlete(), make_athlete(), make_athlete()
    batch = work_to_the_end(make_batch(other, {"ride.fit": make_fit()}))

    merge_athletes(third, other, act)
    merge_athletes(kept, third, act)

    again = add_to(make_batch(kept), "again.fit", make_fit())
    assert again.state == ImportFile.State.KNOWN
    assert [Athlete.objects.standing_for(each.pk) for each in (other, third, kept)] == [kept] * 3
    batch.refresh_from_db()
    assert batch.athlete == kept
    undo_batch(batch, act)
    assert list(remove_what_it_made(batch, now=act.at)) == [None]
    assert not kept.sessions.exists()


def test_a_merged_athlete_that_is_brought_back_takes_its_own_files_again(act):
    kept, other = make_athlete(), make_athlete()
    merge_athletes(kept, other, act)

    bring_back(other, act)

    assert Athlete.objects.standing_for(other.pk) == other


def test_an_athlete_is_not_merged_with_itself(act):
    athlete = make_athlete()

    with pytest.raises(ValueError, match="itself"):
        merge_athletes(athlete, athlete, act)
