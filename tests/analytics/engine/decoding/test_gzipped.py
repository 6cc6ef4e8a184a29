import gzip

import pytest

from analytics.engine.decoding.gzipped import Unwrapped, refuse_bomb, unwrap_gzip
from analytics.engine.recording import RecordingRefused

CONTENT = bytes(range(256)) * 400


def test_plain_bytes_come_back_as_they_are():
    assert unwrap_gzip(CONTENT) == Unwrapped(CONTENT)


@pytest.mark.parametrize("layers", (1, 2))
def test_one_and_two_layers_are_unwrapped(layers):
    packed = CONTENT
    for _ in range(layers):
        packed = gzip.compress(packed)

    assert unwrap_gzip(packed) == Unwrapped(CONTENT)


def test_members_in_a_row_are_joined():
    assert unwrap_gzip(gzip.compress(b"one ") + gzip.compress(b"two")) == Unwrapped(b"one two")


def test_third_layer_is_refused():
    packed = gzip.compress(gzip.compress(gzip.compress(CONTENT)))

    with pytest.raises(RecordingRefused, match="more than twice"):
        unwrap_gzip(packed)


def test_cut_wrapping_gives_what_could_be_read():
    unwrapped = unwrap_gzip(gzip.compress(CONTENT, compresslevel=0)[:50_000])

    assert 40_000 < len(unwrapped.data) <= 50_000
    assert CONTENT.startswith(unwrapped.data)
    assert unwrapped.faults == ("The gzip file is cut.",)


def test_wrong_checksum_is_told():
    packed = bytearray(gzip.compress(CONTENT))
    packed[-8] ^= 0xFF

    assert unwrap_gzip(bytes(packed)) == Unwrapped(CONTENT, ("The gzip file is damaged.",))


def test_bomb_is_refused_long_before_its_end():
    with pytest.raises(RecordingRefused, match="far more than a ride"):
        unwrap_gzip(gzip.compress(b"\x00" * 50_000_000))


def test_size_is_bounded_at_any_ratio():
    with pytest.raises(RecordingRefused, match="more than 64 MB"):
        refuse_bomb(packed_bytes=60 * 2**20, unpacked_bytes=65 * 2**20)
