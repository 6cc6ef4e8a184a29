import gzip
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from analytics.engine.recording import RecordingRefused
from analytics.ingestion import receive_recording
from analytics.models import Peak, Recording, Session
from analytics.models.recording import CLAIM_LEASE, MAX_ATTEMPTS, WAIT_BEFORE_SWEEP
from analytics.tasks import ingest_recording_task
from tests.make import import_fit, make_athlete, make_fit, make_tcx

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def receive(athlete, data: bytes, *, name="ride.fit", now=NOW):
    return receive_recording(athlete, name=name, data=data, received_from=None, now=now)


def test_a_ride_becomes_a_session_with_all_that_is_derived_from_it():
    athlete = make_athlete(time_zone="Pacific/Auckland")

    recording = import_fit(athlete, make_fit(title="Evening spin"))

    session = recording.sessions.get()
    assert recording.state == Recording.State.DONE
    assert (session.title, session.timer_s, session.mean_power_w) == ("Evening spin", 600, 200.0)
    assert session.local_date.isoformat() == "2026-05-03"
    assert session.stream.columns
    assert session.peaks.get(duration_s=300, level=0).power_w == 200.0


def test_the_local_date_is_the_athletes_day():
    late = datetime(2026, 5, 3, 20, tzinfo=UTC)

    recording = import_fit(make_athlete(time_zone="Pacific/Auckland"), make_fit(started_at=late))

    assert recording.sessions.get().local_date.isoformat() == "2026-05-04"


def test_the_same_bytes_are_kept_once_per_athlete():
    athlete = make_athlete()
    data = make_fit()

    first = receive(athlete, data)
    second = receive(athlete, data, name="the same again.fit")

    assert (first.is_new, second.is_new) == (True, False)
    assert second.recording == first.recording
    assert receive(make_athlete(), data).is_new


def test_the_bytes_are_kept_as_they_came():
    data = make_fit()

    recording = receive(make_athlete(), data, name="../../etc/passwd").recording

    with recording.content.open("rb") as stored:
        assert gzip.decompress(stored.read()) == data
    assert ".." not in recording.content.name


def test_sound_gzip_is_kept_as_it_came_and_not_packed_twice():
    packed = gzip.compress(make_fit())

    recording = receive(make_athlete(), packed, name="ride.fit.gz").recording

    with recording.content.open("rb") as stored:
        assert stored.read() == packed


def test_cut_gzip_is_kept_with_its_wrapping_so_that_its_fault_is_told():
    recording = import_fit(make_athlete(), gzip.compress(make_fit())[:-20], name="ride.fit.gz")

    notes = recording.sessions.get().quality["notes"]
    assert "The gzip file is cut." in notes


def test_bytes_whose_row_cannot_be_written_are_not_left_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(IntegrityError):
        receive(make_athlete(), make_fit(), now=None)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "reason"),
    (
        (b"not a ride at all", "."),
        (make_fit()[:14], "."),
        (make_fit(sport="running"), "running"),
        (make_fit(started_at=datetime(2031, 1, 1, tzinfo=UTC)), "2031"),
        (make_fit(started_at=datetime(1989, 12, 31, 12, tzinfo=UTC)), "1989"),
    ),
    ids=("text", "cut to its header", "another sport", "in the future", "before 1990"),
)
def test_what_is_no_ride_is_refused_in_one_sentence_and_leaves_nothing(data, reason):
    recording = import_fit(make_athlete(), data)

    assert recording.state == Recording.State.REFUSED
    assert reason in recording.reason
    assert recording.reason.endswith(".")
    assert "\n" not in recording.reason
    assert not Session.objects.exists()
    assert not Peak.objects.exists()


def test_an_empty_file_is_not_even_kept():
    with pytest.raises(RecordingRefused, match="empty"):
        receive(make_athlete(), b"")

    assert not Recording.objects.exists()


def test_a_tcx_file_becomes_a_session_without_peaks():
    recording = import_fit(make_athlete(), make_tcx(), name="ride.tcx")

    session = recording.sessions.get()
    assert session.mean_power_w is None
    assert session.mean_heart_rate_bpm == 130
    assert not session.peaks.exists()


def test_a_message_delivered_twice_analyses_once():
    recording = import_fit(make_athlete(), make_fit())
    analysed_at = recording.sessions.get().analysed_at

    ingest_recording_task(recording_id=recording.pk)

    assert recording.sessions.get().analysed_at == analysed_at


def test_analysing_again_replaces_and_keeps_what_the_coach_chose():
    recording = import_fit(make_athlete(), make_fit())
    session = recording.sessions.get()
    Session.objects.filter(pk=session.pk).update(stimulus="R", stimulus_is_manual=True)

    assert recording.wait_again(now=NOW)
    ingest_recording_task(recording_id=recording.pk)

    again = recording.sessions.get()
    assert again.pk == session.pk
    assert again.stimulus == "R"
    assert again.peaks.count() == session.peaks.count()


def test_a_worker_taken_for_dead_cannot_overwrite_its_successor():
    recording = receive(make_athlete(), make_fit()).recording
    lost = Recording.objects.claim(recording.pk, now=NOW)
    later = NOW + CLAIM_LEASE + timedelta(seconds=1)

    assert Recording.objects.claim(recording.pk, now=NOW + timedelta(minutes=1)) is None
    successor = Recording.objects.claim(recording.pk, now=later)

    assert lost.finish() is False
    assert successor.finish() is True


def test_a_recording_that_keeps_failing_is_given_up_with_a_reason():
    recording = receive(make_athlete(), make_fit()).recording
    for _ in range(MAX_ATTEMPTS):
        Recording.objects.claim(recording.pk, now=NOW).give_back("The analysis failed.")

    recording.refresh_from_db()
    assert (recording.state, recording.reason) == (Recording.State.FAILED, "The analysis failed.")


def test_a_file_that_takes_every_worker_down_is_given_up():
    recording = receive(make_athlete(), make_fit()).recording
    moment = NOW
    for _ in range(MAX_ATTEMPTS):
        assert Recording.objects.claim(recording.pk, now=moment) is not None
        moment += CLAIM_LEASE + timedelta(seconds=1)

    assert Recording.objects.claim(recording.pk, now=moment) is None
    assert Recording.objects.fail_exhausted(now=moment) == 1
    recording.refresh_from_db()
    assert recording.state == Recording.State.FAILED
    assert recording.reason


def test_the_sweep_sees_what_waits_and_what_a_dead_worker_left():
    athlete = make_athlete()
    waiting = receive(athlete, make_fit([100.0] * 60)).recording
    abandoned = receive(athlete, make_fit([110.0] * 60)).recording
    Recording.objects.claim(abandoned.pk, now=NOW)
    receive(athlete, make_fit([120.0] * 60), now=NOW + CLAIM_LEASE)

    soon = Recording.objects.left_over(now=NOW + WAIT_BEFORE_SWEEP / 2)
    later = Recording.objects.left_over(now=NOW + CLAIM_LEASE + WAIT_BEFORE_SWEEP / 2)

    assert not soon.exists()
    assert set(later) == {waiting, abandoned}


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_the_same_moment_make_one_session():
    athlete = make_athlete()
    data = make_fit()
    barrier = threading.Barrier(4)
    faults = []

    def send() -> None:
        try:
            barrier.wait()
            received = receive(athlete, data, now=timezone.now())
            ingest_recording_task(recording_id=received.recording.pk)
        except Exception as fault:  # noqa: BLE001 - shown by the test below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert Recording.objects.get().state == Recording.State.DONE
    assert Session.objects.count() == 1
