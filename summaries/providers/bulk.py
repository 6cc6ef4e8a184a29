"""What the product asks of a vendor that writes many texts together, later and for less."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from summaries.prompt import Prompt
from summaries.providers.interface import Completion, ProviderError, ProviderUnavailable


class BatchFailed(ProviderUnavailable):
    """The vendor has given up on all of it, and gives no answers."""


class BulkProvider(Protocol):
    """Anything that takes many prompts and has the answers within a day.

    Every method raises what ``TextProvider.complete`` raises of a service.
    """

    name: str
    model: str
    fewest: int  # prompts that it takes together
    most: int  # that are packed and written up in a few seconds; at least twice the fewest

    def hand_in(self, name: str, prompts: Mapping[str, Prompt]) -> str:
        """Send prompts, each under a mark of ours; returns the vendor's id of all together."""
        ...

    def find(self, name: str, *, requests: int, since: datetime) -> list[str]:
        """Give the ids of what may have been handed in under a name, the newest first.

        So one whose id was lost with its worker is found again.
        """
        ...

    def is_done(self, vendor_id: str) -> bool:
        """Tell whether answers can be taken; raises BatchFailed where there will be none."""
        ...

    def answers(self, vendor_id: str) -> Iterator[tuple[str, Completion | ProviderError]]:
        """Give each mark with its answer, or with what went wrong, in any order."""
        ...

    def call_back(self, vendor_id: str) -> None:
        """Ask the vendor to stop; what it has answered by then is still there to be taken."""
        ...
