"""What the product asks of a vendor that writes many texts together, later and for less."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from summaries.prompt import Prompt
from summaries.providers.interface import Completion, ProviderError


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Requests that the vendor holds, as it lists them."""

    vendor_id: str
    created_at: datetime
    requests: int


class BulkProvider(Protocol):
    """Anything that takes many prompts and has the answers within a day.

    Every method raises what ``TextProvider.complete`` raises of a service.
    """

    name: str
    model: str

    def hand_in(self, prompts: Mapping[str, Prompt]) -> str:
        """Send prompts, each under a mark of ours; returns the vendor's id of all together."""
        ...

    def is_done(self, vendor_id: str) -> bool: ...

    def answers(self, vendor_id: str) -> Iterator[tuple[str, Completion | ProviderError]]:
        """Give each mark with its answer, or with what went wrong, in any order."""
        ...

    def call_back(self, vendor_id: str) -> None:
        """Ask the vendor to stop; what it has answered by then is still there to be taken."""
        ...

    def handed_in_since(self, since: datetime) -> Iterator[HandedIn]:
        """List what was handed in, so that one whose id was lost with its worker is found again."""
        ...
