"""What every vendor's answer must be: a readable draft."""

from summaries.draft import DraftUnreadable, read_draft
from summaries.providers.interface import AnswerUnusable, Completion, ProviderFault

MAX_TOKENS = 4000  # a text of six sentences needs about 400; the rest is for models that think


def usable(completion: Completion) -> Completion:
    """Pass on an answer that holds a draft.

    Raises
    ------
    AnswerUnusable
        If it is empty or no draft; the tokens that it cost go with it.
    """
    if not completion.text.strip():
        raise _unusable(ProviderFault.EMPTY, "", completion)
    try:
        read_draft(completion.text)
    except DraftUnreadable as error:
        raise _unusable(ProviderFault.NOT_A_DRAFT, str(error), completion) from error
    return completion


def _unusable(fault: ProviderFault, detail: str, completion: Completion) -> AnswerUnusable:
    return AnswerUnusable(
        fault, detail, tokens_in=completion.tokens_in, tokens_out=completion.tokens_out
    )


def seconds(header: str | None) -> float | None:
    """Read a retry-after header given in seconds; dates and nonsense count as none."""
    try:
        value = float(header or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
