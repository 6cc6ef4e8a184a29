"""Every public function of the engine says what it takes, in which unit and shape, and what fails.

Units stand in names (``power_w``) or in brackets; an array's shape and every error in words.
"""

import ast
import re

from tests.house.rooms import modules_of, name_of, tree_of

ROOM = ("analytics/engine",)
UNITS = (
    "_w", "_j", "_kj", "_s", "_bpm", "_rpm", "_nm", "_m", "_mps", "_deg", "_c", "_kg", "_percent",
)  # fmt: skip
# What DOMAIN defines is implemented from a source, and names it.
DEFINITIONS = {
    "decoupling_percent", "estimate_critical_power", "find_change_points", "find_peak_powers",
    "find_worn_peaks", "fit_critical_power", "fit_power_curve", "follow_load", "training_load",
    "w_prime_balance_differential", "w_prime_balance_integral", "weighted_power", "xpower",
}  # fmt: skip

CHANNELS = re.compile(r"Array|ndarray|Stream|Series|DataFrame")
OUTCOMES = re.compile(
    r"\b(NaN|None|[Ee]mpty|unknown|[Mm]issing|[Ww]ithout|finite|[Nn]othing|[Rr]aises)\b"
)


def public_functions():
    return [
        (f"{name_of(path)}: {node.name}", node)
        for path in modules_of(ROOM)
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def told_of(function):
    return ast.get_docstring(function) or ""


def arrays_of(function):
    """Name the parameters that are arrays."""
    parameters = [*function.args.args, *function.args.kwonlyargs]
    return [
        each.arg
        for each in parameters
        if each.annotation and "Array" in ast.unparse(each.annotation)
    ]


def test_every_public_function_says_what_it_does():
    assert [name for name, function in public_functions() if not told_of(function)] == []


def test_arrays_have_a_unit_in_their_name_or_a_shape_and_meaning_in_words():
    untold = [
        name
        for name, function in public_functions()
        for array in arrays_of(function)
        if not (array.endswith(UNITS) or "shape" in told_of(function) or "(n" in told_of(function))
    ]

    assert untold == []


def test_a_function_that_raises_says_so():
    silent = [
        name
        for name, function in public_functions()
        if any(isinstance(node, ast.Raise) for node in ast.walk(function))
        and not any(word in told_of(function) for word in ("Raises", "raises"))
    ]

    assert silent == []


def test_a_function_of_channels_says_what_comes_of_nothing_and_of_nonsense():
    silent = [
        name
        for name, function in public_functions()
        if any(each.annotation and CHANNELS.search(ast.unparse(each.annotation))
               for each in [*function.args.args, *function.args.kwonlyargs])
        and not OUTCOMES.search(told_of(function))
    ]  # fmt: skip

    assert silent == []


def test_definitions_name_their_source():
    found = {function.name: told_of(function) for _, function in public_functions()}

    assert found.keys() >= DEFINITIONS
    assert [name for name in DEFINITIONS if "References" not in found[name]] == []
