"""How far a text is from another: the share of words that a person changed."""


def edit_distance(before: str, after: str) -> float:
    """Count the words inserted, left out or replaced, as a share of the longer text.

    0 says untouched, 1 that no word stayed in its place. Levenshtein's distance
    over words.
    """
    old, new = before.split(), after.split()
    if not old and not new:
        return 0.0
    row = list(range(len(new) + 1))
    for number, word in enumerate(old, 1):
        diagonal, row[0] = row[0], number
        for position, other in enumerate(new, 1):
            kept = diagonal if word == other else diagonal + 1
            diagonal = row[position]
            row[position] = min(kept, row[position] + 1, row[position - 1] + 1)
    return row[-1] / max(len(old), len(new))
