"""The writer without a network: the default, and what a failed vendor falls back to."""

from summaries.draft import write_draft
from summaries.prompt import Prompt
from summaries.providers.interface import Completion
from summaries.voices import write_offline


class OfflineProvider:
    """Write from the facts alone; costs nothing and cannot fail."""

    name = "offline"

    def complete(self, prompt: Prompt) -> Completion:
        draft = write_offline(prompt.facts, prompt.voice, prompt.manner)
        return Completion(text=write_draft(draft), model=f"offline {prompt.voice}")
