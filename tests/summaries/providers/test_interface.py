import pytest

from summaries.providers.interface import (
    AnswerUnusable,
    ProviderError,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)


@pytest.mark.parametrize("fault", ProviderFault)
def test_every_fault_has_a_whole_sentence_for_the_coach(fault):
    assert fault.sentence[0].isupper()
    assert fault.sentence.endswith(".")
    assert len({other.sentence for other in ProviderFault}) == len(ProviderFault)


@pytest.mark.parametrize("kind", (ProviderUnavailable, AnswerUnusable, ProviderRefused))
def test_error_prints_the_sentence_and_keeps_the_vendors_words_apart(kind):
    error = kind(ProviderFault.TIMEOUT, "read timed out at 10.0.0.1")

    assert isinstance(error, ProviderError)
    assert str(error) == "The writing service did not answer in time."
    assert error.detail == "read timed out at 10.0.0.1"
