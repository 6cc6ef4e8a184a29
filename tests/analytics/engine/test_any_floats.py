"""Every public function that takes nothing but channels and numbers survives any floats.

It answers, or refuses with its own ValueError; numpy warns of nothing (warnings are errors).
"""

import inspect
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics.engine

CHANNELS = ("_w", "_bpm", "_rpm", "_m", "_mps", "_deg")  # what a file may hold anything in


def numeric_functions():
    """Find the functions whose parameters are all channels or numbers, one channel at least."""
    found = []
    for path in sorted(Path(analytics.engine.__file__).parent.glob("*.py")):
        module = import_module(f"analytics.engine.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            kinds = [kind_of(each) for each in inspect.signature(function).parameters.values()]
            if "channel" in kinds and "" not in kinds:
                found.append(pytest.param(function, kinds, id=f"{path.stem}.{name}"))
    return found


def kind_of(parameter):
    """Tell a channel from a number; "" for anything else, also for what has a default."""
    told = str(parameter.annotation)
    if parameter.default is not parameter.empty:
        return ""
    if "ndarray" in told and "float64" in told and parameter.name.endswith(CHANNELS):
        return "channel"
    if parameter.annotation is int:
        return "count"
    return "number" if parameter.annotation is float or told == "float | None" else ""


floats = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 250.0, np.nan])
arguments = {"number": floats | st.just(20_000.0), "count": st.integers(-3, 40)}


@pytest.mark.parametrize(("function", "kinds"), numeric_functions())
@given(data=st.data())
@settings(max_examples=15)
def test_any_floats_give_an_answer_or_a_refusal(function, kinds, data):
    size = data.draw(st.sampled_from([0, 1, 2, 29, 30, 31, 64]))
    channel = st.lists(floats, min_size=size, max_size=size).map(lambda v: np.array(v, dtype=float))
    drawn = [data.draw(arguments.get(kind, channel)) for kind in kinds]

    with suppress(ValueError):  # its own refusal
        function(*drawn)


def test_the_walk_finds_the_functions_of_every_room():
    names = {parameter.id for parameter in numeric_functions()}

    assert names >= {
        "power.weighted_power",
        "heart.decoupling_percent",
        "w_prime.w_prime_balance_integral",
        "zones.power_zone_seconds",
        "climbing.find_climbs",
        "intensity.estimate_critical_power",
    }
