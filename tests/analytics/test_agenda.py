from datetime import UTC, datetime, timedelta

import pytest

from analytics.agenda import (
    dismiss_item,
    finish_item,
    matters_of,
    raise_item,
    reopen_item,
    settle_item,
)
from analytics.audit import Act
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, AuditEntry
from tests.make import make_athlete, make_coach

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def athlete():
    return make_athlete()


def raise_form(athlete, *, evidence: str = "Form is -31.", now: datetime = NOW) -> AgendaItem:
    return raise_item(
        athlete,
        kind=AgendaKind.FORM,
        subject="2026-05-04",
        evidence=evidence,
        address=athlete.get_absolute_url(),
        now=now,
    )


def settle_form(athlete, *, now: datetime = NOW) -> bool:
    return settle_item(athlete, kind=AgendaKind.FORM, subject="2026-05-04", now=now)


def test_raised_again_it_is_the_same_item_with_the_new_evidence(athlete):
    first = raise_form(athlete)
    again = raise_form(athlete, evidence="Form is -35.", now=LATER)

    assert again.pk == first.pk
    stored = AgendaItem.objects.get()
    assert (stored.evidence, stored.arose_at) == ("Form is -35.", NOW)


def test_what_settled_itself_is_open_again_when_it_comes_back(athlete):
    raise_form(athlete)

    assert settle_form(athlete)
    assert not AgendaItem.objects.still_open().exists()
    assert not settle_form(athlete)

    raise_form(athlete, now=LATER)

    assert AgendaItem.objects.still_open().get().arose_at == LATER


@pytest.mark.parametrize("handle", (dismiss_item, finish_item))
def test_what_a_person_took_off_stays_off_until_undone(athlete, handle):
    act = Act(make_coach(athlete.team), NOW)
    handle(raise_form(athlete), act)

    raise_form(athlete, evidence="Form is -40.", now=LATER)

    assert not AgendaItem.objects.still_open().exists()

    reopen_item(AgendaItem.objects.get(), act)

    assert AgendaItem.objects.still_open().get().evidence == "Form is -40."
    assert AuditEntry.objects.filter(athlete=athlete, actor=act.actor).count() == 2


def test_text_that_is_too_long_is_cut_and_still_the_same_subject(athlete):
    for _ in range(2):
        raise_item(
            athlete,
            kind=AgendaKind.FAILED_IMPORT,
            subject="x" * 400,
            evidence="y" * 400,
            address="/",
            now=NOW,
        )

    assert AgendaItem.objects.count() == 1
    assert settle_item(athlete, kind=AgendaKind.FAILED_IMPORT, subject="x" * 400, now=LATER)


TODAY = NOW.date()


def raise_of(athlete, kind: AgendaKind, subject: str, *, day=None, now=NOW) -> AgendaItem:
    return raise_item(
        athlete, kind=kind, subject=subject, evidence="e", address="/", day=day, now=now
    )


def test_the_list_is_ordered_by_age_then_kind_then_the_newest_ride(athlete):
    peak, record = AgendaKind.QUARANTINED_PEAK, AgendaKind.NEW_RECORD
    for subject, kind, days_ago in (
        ("a peak of a fortnight and a day ago", peak, 15),
        ("a record of a fortnight ago", record, 14),
        ("a record of yesterday", record, 1),
        ("an old record", record, 40),
        ("a peak of a fortnight ago", peak, 14),
    ):
        raise_of(athlete, kind, subject, day=TODAY - timedelta(days=days_ago))
    raise_of(athlete, AgendaKind.FORM, "form of today, raised later", now=LATER)
    raise_of(athlete, AgendaKind.FORM, "form of today")

    assert [item.subject for item in AgendaItem.objects.ranked(today=TODAY)] == [
        "a peak of a fortnight ago",
        "form of today",
        "form of today, raised later",
        "a record of yesterday",
        "a record of a fortnight ago",
        "a peak of a fortnight and a day ago",
        "an old record",
    ]


def test_decisions_of_one_kind_and_athlete_stand_together_and_so_do_all_texts(athlete):
    other = make_athlete(team=athlete.team)
    for number, (of, kind) in enumerate(
        (
            (athlete, AgendaKind.NEW_RECORD),
            (other, AgendaKind.NEW_RECORD),
            (athlete, AgendaKind.NEW_RECORD),
            (athlete, AgendaKind.SUMMARY),
            (other, AgendaKind.SUMMARY),
        )
    ):
        raise_of(of, kind, str(number))

    matters = matters_of(AgendaItem.objects.ranked(today=TODAY))

    told = [[each.subject for each in (matter.first, *matter.others)] for matter in matters]
    assert told == [["0", "2"], ["1"], ["3", "4"]]
    assert [matter.minutes for matter in matters] == [2, 1, 2]
    assert [matter.is_of_one_athlete for matter in matters] == [True, True, False]
