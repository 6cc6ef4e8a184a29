"""A deadline for a whole call: vendors' timeouts count from byte to byte and never end a drip."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from summaries.providers.interface import ProviderFault, ProviderUnavailable

Answer = TypeVar("Answer")


def answer_within(
    deadline_s: float, call: Callable[[], Answer], hang_up: Callable[[], object]
) -> Answer:
    """Return what ``call`` returns or raise what it raises, unless the deadline passes.

    ``hang_up`` then closes the connection, which ends the call in its own thread.

    Raises
    ------
    ProviderUnavailable
        If there is no answer after ``deadline_s``. [s]
    """
    outcomes: queue.SimpleQueue[tuple[Answer | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcomes.put((call(), None))
        except BaseException as error:  # noqa: BLE001  handed to the caller's thread, all of it
            outcomes.put((None, error))

    threading.Thread(target=run, name="vendor call", daemon=True).start()
    try:
        answer, error = outcomes.get(timeout=deadline_s)
    except queue.Empty:
        hang_up()
        raise ProviderUnavailable(ProviderFault.TIMEOUT, f"no answer in {deadline_s} s") from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]  # without an error there is an answer
