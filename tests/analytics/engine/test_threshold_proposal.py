from datetime import date

import pytest

from analytics.engine.power_model import CriticalPowerFit, Effort
from analytics.engine.rider import Rider
from analytics.engine.threshold_proposal import propose_threshold

LONG = Effort(1200, 300.0, date(2026, 4, 2))
SHORT = Effort(240, 380.0, date(2026, 4, 20))


def fit_of(critical_power_w=280.0, error_w=3.0):
    return CriticalPowerFit(critical_power_w, 24_000.0, error_w, 900.0, (SHORT, LONG))


def test_first_critical_power_is_proposed_with_the_longest_effort():
    proposal = propose_threshold(fit_of(), Rider())

    assert proposal is not None
    assert (proposal.critical_power_w, proposal.critical_power_error_w) == (280, 3)
    assert (proposal.w_prime_j, proposal.w_prime_error_j) == (24_000, 900)
    assert proposal.previous_critical_power_w is None
    assert proposal.effort == LONG
    assert proposal.valid_from == date(2026, 4, 2)
    assert proposal.reason == (
        "No critical power is known, and 300 W for 20:00 on 2026-04-02 bears most on this one."
    )


@pytest.mark.parametrize(
    ("w_prime_j", "effort"),
    ((20_000.0, SHORT), (23_000.0, LONG), (None, LONG)),  # percent decides, not watts
)
def test_effort_that_led_to_it_is_the_one_that_the_old_thresholds_explain_least(w_prime_j, effort):
    proposal = propose_threshold(fit_of(), Rider(critical_power_w=260.0, w_prime_j=w_prime_j))

    assert proposal is not None
    assert proposal.effort == effort


def test_rise_names_the_effort_and_the_old_value():
    proposal = propose_threshold(fit_of(), Rider(critical_power_w=260.0, w_prime_j=20_000.0))

    assert proposal is not None
    assert proposal.previous_critical_power_w == 260
    assert proposal.reason == (
        "380 W for 4:00 on 2026-04-20 is more than a critical power of 260 W explains."
    )


@pytest.mark.parametrize(
    ("previous_w", "error_w", "is_proposed"),
    (
        (277.0, 3.0, True),
        (277.1, 3.0, False),  # within the standard error
        (279.0, 0.1, True),
        (279.1, 0.1, False),  # below a watt
        (280.0, 3.0, False),
        (300.0, 3.0, False),  # a lower estimate is no evidence
    ),
)
def test_only_a_rise_beyond_its_error_is_proposed(previous_w, error_w, is_proposed):
    proposal = propose_threshold(fit_of(error_w=error_w), Rider(critical_power_w=previous_w))

    assert (proposal is not None) == is_proposed
