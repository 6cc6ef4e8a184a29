import pytest

from summaries.draft import read_draft
from summaries.providers.interface import ProviderFault, ProviderUnavailable
from summaries.providers.scripted import ScriptedProvider
from summaries.voices import write_offline


def test_script_is_replayed_in_order_and_prompts_are_kept(prompt):
    scripted = ScriptedProvider(["first", "second"])

    texts = [scripted.complete(prompt).text, scripted.complete(prompt).text]

    assert texts == ["first", "second"]
    assert scripted.prompts == [prompt, prompt]


def test_error_in_the_script_is_raised(prompt):
    scripted = ScriptedProvider([ProviderUnavailable(ProviderFault.OVERLOADED), "then"])

    with pytest.raises(ProviderUnavailable):
        scripted.complete(prompt)

    assert scripted.complete(prompt).text == "then"


def test_without_a_script_it_writes_as_the_offline_writer(prompt):
    completion = ScriptedProvider().complete(prompt)

    assert read_draft(completion.text) == write_offline(prompt.facts)
