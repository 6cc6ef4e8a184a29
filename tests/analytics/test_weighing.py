"""A weight of a day is that of the rides from that day on, whenever and wherever it is typed."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from analytics.bulk_tables import COLUMNS, BulkTable
from analytics.cases import patch_case
from analytics.engine.vocabulary import Window
from analytics.models import BodyMass, Peak, Session
from analytics.people import dossier_of, note_changes
from analytics.record_ledger import Series, best_on
from analytics.tasks import decide_records_task, ingest_recording_task
from analytics.weighing import BEFORE_ANY_RIDE, first_day_weighed, weigh_rides, weight_on
from summaries.models import Summary
from summaries.tasks import sweep_stale_texts, write_summary_task
from tests.analytics.admin.test_people import save
from tests.make import make_athlete, make_role, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

DAY = STARTED_AT.date()
JULY = date(2026, 7, 1)
LONG_W = [250.0] * 3000  # 750 kJ: past 10 kJ/kg below 75 kg


def ride(athlete, *, days: int, power_w=None) -> Session:
    started_at = STARTED_AT + timedelta(days=days)
    return make_session(athlete=athlete, power_w=power_w or [240.0] * 400, started_at=started_at)


@pytest.fixture
def athlete():
    athlete = make_athlete()
    athlete.masses.create(date=DAY, mass_kg=80.0)
    return athlete


def weigh(athlete, mass_kg: float | None, *, on: date) -> None:
    """Type a weight, or take one away, and do what the edge asks for."""
    before = dossier_of(athlete)
    if mass_kg is None:
        athlete.masses.filter(date=on).delete()
    else:
        athlete.masses.update_or_create(date=on, defaults={"mass_kg": mass_kg})
    note_changes(before, athlete, Act(None, timezone.now()))
    decide_records_task(athlete_id=athlete.pk)


def masses_of(athlete) -> list[float | None]:
    return list(athlete.sessions.in_ride_order().values_list("mass_kg", flat=True))


def records_per_kg(athlete):
    rows = athlete.sessions.filter(
        relative_records__duration_s=300,
        relative_records__level=0,
        relative_records__window="all",
    ).in_ride_order()
    return [round(value, 2) for value in rows.values_list("relative_records__w_per_kg", flat=True)]


@pytest.mark.parametrize(
    ("before", "after", "first"),
    (
        ({}, {}, None),
        ({DAY: 70.0}, {DAY: 70.0}, None),
        ({}, {JULY: 70.0}, BEFORE_ANY_RIDE),
        ({DAY: 70.0}, {DAY: 70.0, JULY: 71.0}, JULY),
        ({DAY: 70.0, JULY: 71.0}, {DAY: 70.0}, JULY),
        ({DAY: 70.0, JULY: 71.0}, {JULY: 71.0}, BEFORE_ANY_RIDE),
        ({DAY: 70.0, JULY: 71.0}, {DAY: 70.0, JULY: 72.0}, JULY),
    ),
)
def test_the_first_day_on_which_another_weight_holds(before, after, first):
    assert first_day_weighed(before, after) == first


def test_a_day_has_the_latest_weight_up_to_it_else_the_earliest_after():
    weights = [(DAY, 80.0), (JULY, 70.0)]

    assert weight_on(DAY - timedelta(days=9), weights) == 80.0
    assert weight_on(JULY - timedelta(days=1), weights) == 80.0
    assert weight_on(JULY, weights) == 70.0
    assert weight_on(JULY, []) is None


def test_a_corrected_weight_changes_the_rides_of_its_days_and_their_records(athlete):
    for days in (0, 10, 20):
        ride(athlete, days=days)
    assert records_per_kg(athlete) == [3.0]
    before = dict(Session.objects.values_list("local_date", "changed_at"))

    weigh(athlete, 75.0, on=DAY + timedelta(days=10))

    assert masses_of(athlete) == [80.0, 75.0, 75.0]
    assert records_per_kg(athlete) == [3.0, 3.2]
    after = dict(Session.objects.values_list("local_date", "changed_at"))
    assert [before[day] == after[day] for day in sorted(before)] == [True, False, False]


def test_a_weight_taken_away_leaves_everything_as_it_was(athlete):
    for days in (0, 10, 20):
        ride(athlete, days=days)
    weigh(athlete, 75.0, on=DAY + timedelta(days=10))

    weigh(athlete, None, on=DAY + timedelta(days=10))
    assert (masses_of(athlete), records_per_kg(athlete)) == ([80.0] * 3, [3.0])

    weigh(athlete, None, on=DAY)
    assert (masses_of(athlete), records_per_kg(athlete)) == ([None] * 3, [])


def test_a_first_weight_holds_for_all_that_was_ridden_before():
    athlete = make_athlete()
    ride(athlete, days=0)

    weigh(athlete, 60.0, on=JULY)

    assert (masses_of(athlete), records_per_kg(athlete)) == ([60.0], [4.0])


def test_load_and_thresholds_of_a_ride_stay(athlete):
    athlete.thresholds.create(date=DAY, ftp_w=250.0)
    session = ride(athlete, days=0)
    athlete.thresholds.update(ftp_w=300.0)

    weigh(athlete, 70.0, on=DAY)

    again = Session.objects.get()
    assert (again.ftp_w, again.training_load) == (250.0, session.training_load)
    assert again.mass_kg == 70.0


def peaks_of(session):
    names = ("level", "duration_s", "power_w", "start_s", "unsure_s", "eligible", "doubts")
    return list(Peak.objects.filter(session=session).values_list(*names))


@pytest.mark.parametrize("mass_kg", (74.0, 60.0, None))
def test_peaks_after_work_are_those_that_an_analysis_with_that_weight_finds(athlete, mass_kg):
    session = ride(athlete, days=0, power_w=[*LONG_W[:1000], 1400.0, *LONG_W[1001:]])
    patch_case(session.cases.first(), Act(None, timezone.now()))
    ingest_recording_task(recording_id=session.recording_id)
    assert {level for level, *_ in peaks_of(session)} == {0}

    weigh(athlete, mass_kg, on=DAY)

    weighed = peaks_of(session)
    assert {level for level, *_ in weighed} == ({0, 10} if mass_kg else {0, 500})
    session.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=session.recording_id)
    assert peaks_of(session) == weighed


def test_what_was_read_before_the_lock_is_not_written_where_it_was_overtaken(athlete):
    session = ride(athlete, days=0)
    athlete.masses.update(mass_kg=70.0)
    (stale,) = weigh_rides(athlete.pk)
    session.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=session.recording_id)

    assert weigh_rides(athlete.pk, but=[stale]) == []  # the analysis took the new weight
    athlete.masses.update(mass_kg=65.0)
    (fresh,) = weigh_rides(athlete.pk, but=[stale])
    assert fresh.mass_kg == 65.0


def test_a_rebuild_finds_nothing_after_a_weight(athlete, capsys):
    for days in (0, 10):
        ride(athlete, days=days, power_w=LONG_W)
    weigh(athlete, 70.0, on=DAY + timedelta(days=5))

    call_command("rebuild_records")

    assert "changed" not in capsys.readouterr().out


def test_a_rebuild_brings_rides_in_line_that_were_weighed_by_an_earlier_release(athlete):
    ride(athlete, days=0)
    Session.objects.update(mass_kg=99.0)

    call_command("rebuild_records")

    assert (masses_of(athlete), records_per_kg(athlete)) == ([80.0], [3.0])


def by_hand(client, athlete) -> None:
    """In the athlete's form in the admin."""
    athlete.masses.all().delete()  # the form gives what stands after it
    save(client, athlete, BodyMass(date=DAY, mass_kg=60.0))


def by_table(client, athlete) -> None:
    text = "\n".join([",".join(COLUMNS[BulkTable.WEIGHTS]), f"{athlete.pk},,,,{DAY},60"])
    file = SimpleUploadedFile("weights.csv", text.encode())
    address = reverse("admin:athlete-bulk")
    page = client.post(address, {"table": "weights", "file": file})
    client.post(address, {"kept": page.context["kept"]})


@pytest.mark.parametrize("way", (by_hand, by_table))
def test_a_weight_reaches_ledger_pages_and_texts(athlete, client, way):
    ride(athlete, days=-7, power_w=[200.0] * 400)
    session = ride(athlete, days=0)
    write_summary_task(summary_id=Summary.objects.get(session=session).pk)
    client.force_login(make_role("staff"))
    ledger = f"/athletes/{athlete.pk}/records/?duration_s=300&measure=kg"
    asked = Series(300, Window.ALL_TIME, per_kg=True)
    assert best_on(athlete, DAY, asked).w_per_kg == 3.0

    way(client, athlete)
    decide_records_task(athlete_id=athlete.pk)
    sweep_stale_texts()

    client.force_login(make_role("auditor"))
    assert "<strong>4.00 W/kg</strong>" in client.get(ledger).text
    assert "4.00" in client.get(f"/athletes/{athlete.pk}/bests/").text
    assert Summary.objects.get(session=session).state == Summary.State.STALE
