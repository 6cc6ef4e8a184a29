import pytest

from analytics.engine.printing import clock_face
from analytics.engine.set_titles import (
    nominal_duration_s,
    sign_set,
    write_structure,
    write_title,
)


@pytest.mark.parametrize(
    ("durations_s", "recoveries_s", "title"),
    (
        ([300], [], "5:00"),
        ([298, 303, 301, 299, 306], [180] * 4, "5 x 5:00"),
        ([29, 30, 31, 30], [15, 14, 16], "4 x 0:30 / 0:15"),
        ([105, 75, 85, 90, 92], [60] * 4, "5 x 1:30"),
        ([60, 121, 178, 122, 59], [90] * 4, "1:00 - 2:00 - 3:00 - 2:00 - 1:00"),
        ([120, 60, 121, 59], [0, 0, 0], "2 x (2:00 + 1:00)"),
        ([1205, 1190], [300], "2 x 20:00"),
        ([3900], [], "1:05:00"),
    ),
)
def test_title_is_what_a_coach_would_write(durations_s, recoveries_s, title):
    assert write_title(durations_s, recoveries_s) == title


@pytest.mark.parametrize(
    ("titles", "structure"),
    (
        ([], ""),
        (["10 x 0:30 / 0:15"] * 3, "3 x (10 x 0:30 / 0:15)"),
        (["3 x 10:00", "5 x 1:00 / 1:00"], "3 x 10:00, 5 x 1:00 / 1:00"),
        (["8:00", "8:00"], "8:00, 8:00"),
        (["2 x 4:00", "9:00", "2 x 4:00"], "2 x 4:00, 9:00, 2 x 4:00"),
    ),
)
def test_structure_nests_the_same_set_in_a_row(titles, structure):
    assert write_structure(titles) == structure


def test_same_session_ridden_a_little_differently_has_the_same_signature():
    monday = sign_set([300, 300, 300], [180, 180], [1.10, 1.08, 1.06])
    friday = sign_set([292, 305, 310], [170, 200], [1.12, 1.09, 1.11])

    assert monday == friday == "3x300@110/180"


@pytest.mark.parametrize(
    ("durations_s", "recoveries_s", "fractions", "signature"),
    (
        ([1200], [], [0.9], "1x1200@90"),
        ([300, 300], [120], [None, None], "2x300@?/120"),
        ([10] * 4, [240] * 3, [2.6] * 4, "4x10@200+/240"),
        ([60, 120, 180], [60, 60], [1.2] * 3, "60-120-180@120/60"),
        ([720], [], [0.0], "1x600@0"),
    ),
)
def test_signature_writes_the_structure(durations_s, recoveries_s, fractions, signature):
    assert sign_set(durations_s, recoveries_s, fractions) == signature


@pytest.mark.parametrize(
    ("duration_s", "nominal_s"),
    ((0, 0), (1, 1), (12, 12), (31, 30), (62, 60), (92, 90), (310, 300), (1250, 1260)),
)
def test_nominal_duration_is_what_was_meant(duration_s, nominal_s):
    assert nominal_duration_s(duration_s) == nominal_s


def test_clock():
    assert [clock_face(each) for each in (5, 60, 3599, 3600)] == [
        "0:05",
        "1:00",
        "59:59",
        "1:00:00",
    ]
