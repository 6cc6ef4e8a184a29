"""Whatever the bytes: a result or a named reason, in bounded time and memory, nothing by halves.

`make fuzz` takes 20,000 mutants, `make test` a few hundred; FUZZ_MUTANTS and FUZZ_SEED choose.
A failure prints the format, seed and index that make the same mutant again.
"""

import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from analytics.engine.decoding.archive import unpack_recordings
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import Channel, RecordingRefused
from analytics.engine.rider import Rider
from analytics.engine.session import AnalysedSession, analyse_recording
from analytics.engine.stream import CLOCK_TOLERANCE
from analytics.engine.stream_columns import channel_of, decode_stream, encode_stream
from analytics.models import Peak, Recording, Session
from tests.conftest import RIDES_DIR
from tests.fuzz.mutants import mutant_of
from tests.fuzz.originals import FORMATS, originals_of
from tests.make import make_athlete
from tests.make.imports import make_batch, work_to_the_end

MUTANTS = int(os.environ.get("FUZZ_MUTANTS", "300"))
SEED = os.environ.get("FUZZ_SEED", "directeur")
STORED = max(MUTANTS // 100, 2)
LONGEST_S = 5.0
MEMORY_KIB = 512 * 1024
NOW = datetime(2026, 11, 24, tzinfo=UTC)
RIDER = Rider(
    critical_power_w=270.0,
    w_prime_j=18_000.0,
    ftp_w=260.0,
    threshold_heart_rate_bpm=165.0,
    mass_kg=70.0,
)


def rides_or_none() -> Path | None:
    return RIDES_DIR if (RIDES_DIR / "manifest.csv").is_file() else None


def read_all(data: bytes) -> int:
    """Take a file through the engine, as an import does; says how many rides came out."""
    rides = 0
    for member in unpack_recordings("mutant", data):
        if member.data is None:
            assert is_sentence(member.refusal)
            continue
        analysed, refusal = analyse(member.data)
        assert bool(analysed) != bool(refusal)
        assert not refusal or is_sentence(refusal)
        for ride in analysed:
            check_stream(ride.stream)
        rides += len(analysed)
    return rides


def analyse(data: bytes) -> tuple[tuple[AnalysedSession, ...], str]:
    try:
        recording = decode_recording(data)
        return analyse_recording(recording, rider_at=lambda _moment: RIDER, now=NOW), ""
    except RecordingRefused as refusal:
        return (), str(refusal)


def check_stream(stream) -> None:
    again = decode_stream(encode_stream(stream))
    assert again.elapsed_s == stream.elapsed_s
    for channel in Channel:
        assert not np.isinf(channel_of(again, channel)).any()


def is_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and 0 < len(text) < 300


@pytest.mark.parametrize("kind", FORMATS)
def test_every_mutant_is_read_or_refused_in_bounded_time_and_memory(kind):
    originals = originals_of(kind, rides_or_none())
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = 0
    for index in range(MUTANTS // len(FORMATS)):
        data = mutant_of(originals, seed=f"{SEED}-{kind}", index=index)
        started_s = time.process_time()
        try:
            read += read_all(data) > 0
        except Exception as fault:
            fault.add_note(f"mutant {index} of {kind}, seed {SEED}, {len(data)} bytes")
            raise
        took_s = time.process_time() - started_s
        assert took_s <= LONGEST_S, f"mutant {index} of {kind}, seed {SEED}"

    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    assert grown_kib <= MEMORY_KIB
    assert read, "no mutant was a ride: nothing but refusals was tested"


def test_a_mutant_is_a_function_of_its_seed_and_index():
    originals = originals_of("fit", None)

    made = [mutant_of(originals, seed="a", index=index) for index in range(20)]

    assert made == [mutant_of(originals, seed="a", index=index) for index in range(20)]
    assert len(set(made)) > 15
    assert made != [mutant_of(originals, seed="b", index=index) for index in range(20)]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMATS[:-1])
def test_what_is_stored_of_a_mutant_is_whole_or_nothing(kind):
    originals = originals_of(kind, rides_or_none())
    mutants = {
        f"{index}": mutant_of(originals, seed=f"{SEED}-stored-{kind}", index=index)
        for index in range(STORED)
    }

    work_to_the_end(make_batch(make_athlete(), mutants))

    ended = (Recording.State.DONE, Recording.State.REFUSED)
    unended = Recording.objects.exclude(state__in=ended)
    assert [(row.name, row.reason) for row in unended] == []
    done = Recording.objects.filter(state=Recording.State.DONE)
    assert not done.filter(sessions=None).exists()
    assert not Session.objects.exclude(recording__in=done).exists()
    assert not Session.objects.filter(stream=None).exists()
    assert not Peak.objects.filter(power_w__gt=1e6).exists()
    assert not Session.objects.filter(started_at__gt=timezone.now() + CLOCK_TOLERANCE).exists()
