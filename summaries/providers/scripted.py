"""A provider without a network: it answers from a script."""

from collections.abc import Iterable

from summaries.draft import write_draft
from summaries.prompt import Prompt
from summaries.providers.interface import Completion, ProviderError
from summaries.voices import write_offline


class ScriptedProvider:
    """Replay answers in order; an exception in the script is raised.

    With no script, answer as the offline writer does: enough for demos and tests.
    """

    name = "scripted"

    def __init__(self, script: Iterable[str | ProviderError] | None = None) -> None:
        self._script = None if script is None else iter(script)
        self.prompts: list[Prompt] = []

    def complete(self, prompt: Prompt) -> Completion:
        self.prompts.append(prompt)
        if self._script is None:
            return Completion(
                write_draft(write_offline(prompt.facts, prompt.voice, prompt.manner)), self.name
            )
        answer = next(self._script)
        if isinstance(answer, ProviderError):
            raise answer
        return Completion(text=answer, model=self.name, tokens_in=100, tokens_out=50)
