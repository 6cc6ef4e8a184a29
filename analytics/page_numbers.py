"""The page of a list that an address asks for."""

LONGEST = 5  # digits


def read_page_number(asked: str, ignored: list[str]) -> int:
    """Understand a page's number; a sentence is added where it makes no sense."""
    if not asked:
        return 1
    if asked.isascii() and asked.isdigit() and len(asked) < LONGEST and int(asked) > 0:
        return int(asked)
    ignored.append(f"“{asked}” is no page; the first one is shown.")
    return 1
