from itertools import permutations

import pytest

from summaries.checking import CheckedText, LengthBounds, check_draft
from summaries.draft import SlottedSentence
from summaries.facts import FactKind, gather_facts
from tests.summaries.make_briefs import make_brief

FACTS = gather_facts(make_brief())
ONE = LengthBounds(fewest_sentences=1)
ABOUTS = [fact.about for fact in FACTS.all_of(FactKind.PEAK_POWER)]


def is_passed(text, *kinds_and_abouts):
    ids = [FACTS.find(kind, about).id for kind, about in kinds_and_abouts]
    sentence = SlottedSentence(text.format(*(f"{{{each}}}" for each in ids)), tuple(ids))
    return isinstance(check_draft((sentence,), FACTS, ONE), CheckedText)


def test_a_power_beside_its_own_duration_passes():
    for about in ABOUTS:
        assert is_passed(
            "The best {} came to {}.",
            (FactKind.PEAK_DURATION, about),
            (FactKind.PEAK_POWER, about),
        )


@pytest.mark.parametrize(("one", "other"), list(permutations(ABOUTS[:3], 2)))
def test_a_power_beside_another_duration_is_refused(one, other):
    assert not is_passed(
        "The best {} came to {}.", (FactKind.PEAK_DURATION, one), (FactKind.PEAK_POWER, other)
    )


def test_two_powers_that_have_changed_places_are_refused():
    one, other = ABOUTS[:2]

    assert not is_passed(
        "The best {} came to {}, while over a longer time of all the best {} came to {}.",
        (FactKind.PEAK_DURATION, one),
        (FactKind.PEAK_POWER, other),
        (FactKind.PEAK_DURATION, other),
        (FactKind.PEAK_POWER, one),
    )
