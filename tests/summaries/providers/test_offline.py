import pytest

from summaries.checking import CheckedText, check_draft
from summaries.draft import read_draft
from summaries.facts import gather_facts
from summaries.prompt import build_prompt
from summaries.providers.offline import OfflineProvider
from tests.summaries.make_briefs import make_brief


@pytest.mark.parametrize("voice", ("plain", "warm", "terse"))
def test_offline_answers_with_a_draft_that_passes(voice):
    facts = gather_facts(make_brief())

    completion = OfflineProvider().complete(build_prompt(facts, voice=voice))

    assert isinstance(check_draft(read_draft(completion.text), facts), CheckedText)
    assert completion.model == f"offline {voice}"
    assert (completion.tokens_in, completion.tokens_out) == (0, 0)
