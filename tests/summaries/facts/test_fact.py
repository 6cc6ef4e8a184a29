from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from summaries.facts import SessionFacts, gather_facts
from tests.summaries.make_briefs import make_brief
from tests.summaries.random_briefs import random_briefs


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(brief=random_briefs())
def test_json_reads_back_as_the_same_facts(brief):
    facts = gather_facts(brief)

    assert SessionFacts.from_json(facts.to_json()) == facts


def test_equal_briefs_give_equal_ids_and_digest():
    assert gather_facts(make_brief()) == gather_facts(make_brief())
    assert gather_facts(make_brief()).digest == gather_facts(make_brief()).digest


def test_two_athletes_of_one_name_have_different_digests():
    anna = gather_facts(make_brief(owner="athlete 1, session 1"))
    namesake = gather_facts(make_brief(owner="athlete 2, session 9"))

    assert anna.facts == namesake.facts
    assert anna.digest != namesake.digest


def test_one_changed_value_changes_the_digest():
    facts = gather_facts(make_brief())
    changed = replace(facts, facts=(*facts.facts[:-1], replace(facts.facts[-1], value=1)))

    assert changed.digest != facts.digest


def test_ids_are_numbered_from_one_without_gaps():
    facts = gather_facts(make_brief()).facts

    assert [fact.id for fact in facts] == [f"f{number}" for number in range(1, len(facts) + 1)]


def test_json_that_is_not_ours_is_refused():
    with pytest.raises(KeyError):
        SessionFacts.from_json("{}")
