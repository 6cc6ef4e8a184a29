import threading
import time

import pytest

from summaries.providers.deadline import answer_within
from summaries.providers.interface import ProviderFault, ProviderUnavailable


def test_answer_in_time_is_returned():
    assert answer_within(5.0, lambda: 7, hang_up=pytest.fail) == 7


def test_error_of_the_call_is_raised_in_the_callers_thread():
    def call():
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        answer_within(5.0, call, hang_up=pytest.fail)


def test_deadline_hangs_up_and_is_a_timeout():
    hung_up = threading.Event()
    started_s = time.monotonic()

    with pytest.raises(ProviderUnavailable) as raised:
        answer_within(0.05, lambda: hung_up.wait(10), hang_up=hung_up.set)

    assert raised.value.fault is ProviderFault.TIMEOUT
    assert hung_up.is_set()
    assert time.monotonic() - started_s < 5.0
