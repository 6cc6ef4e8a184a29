import time

import pytest

from analytics.decoder_process import DecoderProcess
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import Channel, RecordingRefused
from tests.make import make_fit


@pytest.fixture
def decoder():
    made = DecoderProcess(memory_mib=256, patience_s=20)
    yield made
    made.stop()


def test_the_child_gives_what_decoding_here_gives(decoder):
    data = make_fit(title="Evening spin")

    here, there = decode_recording(data), decoder.decode(data)

    assert (there.format, there.device, there.faults) == (here.format, here.device, here.faults)
    assert there.rides[0].title == "Evening spin"
    for channel in (Channel.POWER, Channel.HEART_RATE):
        ours, theirs = (found.rides[0].samples.channels[channel] for found in (here, there))
        assert ours.tolist() == theirs.tolist()


def test_a_refusal_comes_through_and_the_child_stays(decoder):
    decoder.decode(make_fit())
    child = decoder._child

    with pytest.raises(RecordingRefused, match="PNG image"):
        decoder.decode(b"\x89PNG and so on")

    decoder.decode(make_fit())
    assert decoder._child is child


def test_a_file_that_takes_too_much_memory_is_refused_by_name():
    tight = DecoderProcess(memory_mib=8, patience_s=20)
    try:
        with pytest.raises(RecordingRefused, match="more than 8 MiB of memory"):
            tight.decode(make_fit([200.0] * 200_000))
    finally:
        tight.stop()


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(decoder):
    impatient = DecoderProcess(patience_s=0.0)
    started_s = time.monotonic()

    with pytest.raises(RecordingRefused, match="longer than 0 s"):
        impatient.decode(make_fit())

    assert impatient._child is None
    assert time.monotonic() - started_s < 10
    assert decoder.decode(make_fit()).rides


def test_a_child_that_is_killed_is_told_and_replaced(decoder):
    decoder.decode(make_fit())
    decoder._child.kill()
    decoder._child.wait()

    assert decoder.decode(make_fit()).rides


def test_the_child_ends_when_its_parent_does(decoder):
    decoder.decode(make_fit())
    child = decoder._child

    child.stdin.close()  # what the end of the parent does

    assert child.wait(timeout=10) == 0
