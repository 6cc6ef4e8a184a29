"""What a text costs: prices per million tokens, as data with their date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

PRICES_DATE = date(2026, 11, 24)
BATCH_SHARE = 0.5  # of the price, through a vendor's batch interface
# A text of a session with sets and records, where no call has told better yet.
USUAL_TOKENS_IN, USUAL_TOKENS_OUT = 4500, 400
TOKENS_PER_PRICE = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    usd_in: float
    usd_out: float


# Assumed from the vendor's list prices as known on PRICES_DATE, not read off a bill: set
# MODEL_PRICES to what your vendor's price page says. By the beginning of the model's name, the
# longest that fits.
PRICES: Mapping[str, Price] = {
    "claude-opus": Price(5.0, 25.0),
    "claude-sonnet": Price(3.0, 15.0),
    "claude-haiku": Price(1.0, 5.0),
    "offline": Price(0.0, 0.0),
    "scripted": Price(0.0, 0.0),
}


def read_prices(entries: Sequence[str]) -> dict[str, Price]:
    """Read overrides such as ``claude-sonnet=3/15``.

    Raises
    ------
    ValueError
        If one is not of that form; the message names it.
    """
    read = {}
    for entry in entries:
        model, _, prices = entry.partition("=")
        try:
            usd_in, usd_out = map(float, prices.split("/"))
        except ValueError:
            raise ValueError(f"{entry!r} is no price such as claude-sonnet=3/15") from None
        read[model.strip()] = Price(usd_in, usd_out)
    return read


def price_of(model: str, overrides: Mapping[str, Price]) -> Price | None:
    """Find a model's price; None where nobody has told it.

    Bedrock puts a region and a vendor in front: ``eu.anthropic.claude-sonnet-...``.
    """
    known = {**PRICES, **overrides}
    bare = model.rpartition("anthropic.")[2]
    names = [name for name in known if model.startswith(name) or bare.startswith(name)]
    return known[max(names, key=len)] if names else None


def cost_usd(
    model: str, tokens_in: int, tokens_out: int, overrides: Mapping[str, Price]
) -> float | None:
    """Work out what tokens cost; None where the model's price is not known."""
    price = price_of(model, overrides)
    if price is None:
        return None
    return (tokens_in * price.usd_in + tokens_out * price.usd_out) / TOKENS_PER_PRICE
