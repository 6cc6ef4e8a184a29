"""The sync against a real MariaDB that holds a team's database with its oddities."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from analytics.models import Athlete, CoachMembership, Peak, Record, Session, SourceLink, SourceSync
from analytics.record_book import decide_due_records
from analytics.source_database.changes import Scope
from analytics.source_database.reading import SOURCE_ALIAS
from analytics.source_database.sync import SESSIONS_A_BATCH, SyncStopped
from tests.analytics.source_database.twin import expected_sessions, stored_sessions
from tests.make import make_coach
from tests.make.source_database import ODDITIES, SourcePlan, session_rows

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db]
PLAN = SourcePlan(athletes=5, sessions=3 * len(ODDITIES))
SUMMARY = "activities_activitysummary"


def derived_rows():
    """Everything that hangs on sessions, without keys that differ from run to run."""
    of_source = dict(SourceLink.objects.filter(kind="session").values_list("session", "source_id"))
    return {
        (rows.__name__, of_source[row.pop("session_id")], *sorted(row.items()))
        for rows, names in (
            (Peak, ("level", "duration_s", "power_w", "quarantine")),
            (Record, ("level", "duration_s", "window", "power_w", "previous_w")),
        )
        for row in rows.objects.values("session_id", *names)
    }


def decide_everything():
    """What the sweep does for a sync that was killed before it could ask."""
    for athlete in Athlete.objects.exclude(records_due_from=None):
        decide_due_records(athlete.pk, now=timezone.now())


def test_sync_equals_a_plain_reader_of_every_table(source):
    source.fill(PLAN)

    tally, sync = source.sync()

    expected = expected_sessions(source.rows)
    assert len(expected) == 33
    assert stored_sessions() == expected
    assert tally.sessions_new == len(expected)
    assert sync.state == SourceSync.State.DONE
    assert sync.rows_refused == tally.rows_refused > 0


def test_second_sync_reads_a_row_a_page_and_changes_nothing(source):
    source.fill(SourcePlan(sessions=200, oddity_share=0.0))
    source.sync()
    before = stored_sessions()

    tally, sync = source.sync()

    assert (tally.sessions_new, tally.sessions_changed, tally.sessions_deleted) == (0, 0, 0)
    assert sync.rows_read < 10
    assert stored_sessions() == before


def test_second_sync_does_not_read_again_what_it_refused(source):
    source.fill(PLAN)
    first, _ = source.sync()

    _tally, sync = source.sync()

    refused = SourceLink.objects.filter(kind="session", state=SourceLink.State.REFUSED)
    assert sync.rows_read < 10
    assert refused.count() == first.rows_refused
    assert refused.filter(reason="Its athlete, 10000, is not in the source.").exists()


@pytest.mark.parametrize(
    "change",
    (
        "UPDATE activities_activitysummary SET average_power = 199 WHERE id = 13",
        "UPDATE activities_activitysummary SET activity_date = '2024-02-03 04:05:06' WHERE id = 16",
        "UPDATE activities_activitysummary SET athlete_id = 2 WHERE id = 13",
        "UPDATE activities_lap SET end = end + 7 WHERE activity_summary_id = 58 LIMIT 1",
        "DELETE FROM activities_lap WHERE activity_summary_id = 16 LIMIT 2",
        "INSERT INTO activities_trainingpeaksworkout (activity_summary_id, Title) VALUES (13, 'X')",
        "UPDATE metrics_recordprofile SET value = value + 1 WHERE activity_summary_id = 13",
        "INSERT INTO metrics_recordprofile (activity_summary_id, duration, unit, value)"
        " VALUES (16, 30000000, 'W', 555)",
        "DELETE FROM activities_activityraw WHERE activity_summary_id = 13",
        "DELETE FROM activities_activitysummary WHERE id = 16",
        "INSERT INTO activities_activityraw (activity_summary_id) VALUES (28)",
    ),
)
def test_changed_and_deleted_rows_are_followed(source, change):
    source.fill(PLAN)
    source.sync()

    assert source.write(change) > 0
    source.sync()

    assert stored_sessions() == expected_sessions(source.rows)


def test_changed_row_alone_is_read_again(source):
    source.fill(SourcePlan(sessions=200, oddity_share=0.0))
    source.sync()
    source.write("UPDATE activities_activitysummary SET distance = 1 WHERE id = 100")

    tally, _sync = source.sync()

    assert (tally.sessions_new, tally.sessions_changed) == (0, 1)


def test_records_are_those_of_the_rides_whatever_the_order_of_the_rows(source):
    source.fill(SourcePlan(athletes=2, sessions=40, oddity_share=0.0))
    source.write(
        "UPDATE activities_activitysummary SET activity_date = '2019-01-01' WHERE id = 130"
    )

    source.sync()

    first = Session.objects.get(source_links__source_id=130)
    baselines = Record.objects.filter(session__athlete=first.athlete, previous_w=None)
    assert {record.session_id for record in baselines} == {first.pk}


def test_interrupted_sync_goes_on_and_equals_an_undisturbed_one(source):
    source.fill(SourcePlan(athletes=3, sessions=500, oddity_share=0.3))
    source.sync()
    undisturbed, derived = stored_sessions(), derived_rows()
    Session.objects.all().delete()
    SourceLink.objects.filter(kind="session").delete()
    batches = iter(range(1))

    def stop_after_a_batch(tally):
        if tally.sessions_new and next(batches, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        source.sync(progress=stop_after_a_batch)
    assert 0 < Session.objects.count() < len(undisturbed)
    source.sync()
    decide_everything()

    assert stored_sessions() == undisturbed
    assert derived_rows() == derived


def test_two_syncs_at_once_exclude_each_other():
    now = timezone.now()
    first = SourceSync.objects.begin(now=now)

    assert SourceSync.objects.begin(now=now + timedelta(minutes=4)) is None
    second = SourceSync.objects.begin(now=now + timedelta(minutes=6))

    assert second is not None
    assert not first.renew(now=now + timedelta(minutes=7))
    first.refresh_from_db()
    assert first.state == SourceSync.State.FAILED


def test_sync_that_lost_its_lease_stores_nothing_more(source):
    source.fill(SourcePlan(sessions=500, oddity_share=0.0))

    def lose_the_lease(_tally):
        SourceSync.objects.update(slot=None)

    with pytest.raises(SyncStopped, match="taken over"):
        source.sync(progress=lose_the_lease)

    assert Session.objects.count() == SESSIONS_A_BATCH


def test_source_refuses_every_write(source):
    source.fill(SourcePlan(sessions=1))
    for statement in (
        "UPDATE activities_activitysummary SET distance = 0",
        "DELETE FROM activities_activitysummary",
        "CREATE TABLE ours (id INT)",
        "DROP TABLE activities_lap",
    ):
        with pytest.raises(DatabaseError, match="READ ONLY"):
            connections[SOURCE_ALIAS].cursor().execute(statement)


def test_dry_run_tells_the_same_and_stores_nothing(source):
    source.fill(PLAN)

    tally, _sync = source.sync(is_dry_run=True)
    assert Session.objects.count() == Athlete.objects.count() == SourceLink.objects.count() == 0
    stored, _sync = source.sync()

    assert (tally.sessions_new, tally.rows_refused) == (stored.sessions_new, stored.rows_refused)


def test_scope_of_days_and_team_reads_only_those(source):
    source.fill(SourcePlan(athletes=5, sessions=60, oddity_share=0.0))
    since = date(2024, 1, 1)

    source.sync(scope=Scope(since=since, team=2))

    expected = {
        row["id"]
        for row in source.rows(SUMMARY)
        if row["activity_date"].date() >= since and row["athlete_id"] in (1,)
    }
    assert set(stored_sessions()) == expected
    source.write("DELETE FROM activities_activitysummary WHERE id = %s", max(expected))
    source.sync(scope=Scope(since=since, team=2))
    assert set(stored_sessions()) == expected - {max(expected)}


def test_most_of_the_source_gone_deletes_nothing_until_somebody_says_so(source):
    source.fill(SourcePlan(sessions=60, oddity_share=0.0))
    source.sync()
    source.write("DELETE FROM activities_activitysummary WHERE id > 40")

    with pytest.raises(SyncStopped, match="accept-deletions"):
        source.sync()
    assert Session.objects.count() == 60
    source.sync(accept_deletions=True)

    assert stored_sessions() == expected_sessions(source.rows)


def test_session_that_a_person_deleted_here_does_not_come_back(source):
    source.fill(SourcePlan(sessions=5, oddity_share=0.0))
    source.sync()
    Session.objects.get(source_links__source_id=13).delete()

    source.write("UPDATE activities_activitysummary SET distance = 5")
    source.sync()

    assert 13 not in stored_sessions()
    assert Session.objects.count() == 4


def test_athlete_who_comes_later_brings_the_sessions_that_were_refused(source):
    source.fill(SourcePlan(sessions=5, oddity_share=0.0))
    source.write("UPDATE activities_activitysummary SET athlete_id = 77 WHERE id = 13")
    tally, _sync = source.sync()
    assert tally.rows_refused == 1

    source.write("INSERT INTO profiles_athlete (id, user_id, team_id) VALUES (77, NULL, 1)")
    source.sync()

    assert stored_sessions() == expected_sessions(source.rows)


def test_fold_of_more_than_a_megabyte_comes_whole(source):
    source.fill(SourcePlan(sessions=1, oddity_share=0.0))
    long = "Š" * 700_000
    for number in range(3):
        source.write(
            "INSERT INTO activities_trainingpeaksworkout (activity_summary_id, Title, Description)"
            " VALUES (13, %s, %s)",
            f"Part {number}",
            long,
        )

    source.sync()

    assert "Part 0 / Part 1 / Part 2" in Session.objects.get().title


def test_coach_sees_only_the_athletes_of_own_teams(source):
    source.fill(SourcePlan(athletes=8, sessions=8, oddity_share=0.0))
    source.sync()
    team = SourceLink.objects.get(kind="team", source_id=2).team
    coach = make_coach(team)

    seen = Session.objects.visible_to(coach)

    assert {session.athlete.team for session in seen} == {team}
    assert CoachMembership.objects.count() == 1
    source.write("UPDATE profiles_athlete SET team_id = 3")
    source.sync()
    assert not Session.objects.visible_to(coach).exists()
    source.write("UPDATE profiles_athlete SET team_id = NULL")
    source.sync()
    assert {athlete.team.name for athlete in Athlete.objects.all()} == {"Without a team"}


def test_generator_gives_equal_rows_for_equal_seeds():
    assert list(session_rows(7, PLAN)) == list(session_rows(7, PLAN))
    assert list(session_rows(7, PLAN)) != list(session_rows(7, SourcePlan(seed=2)))
