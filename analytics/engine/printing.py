"""How a duration prints, everywhere in the product."""


def clock(duration_s: float) -> str:
    """Print a duration exactly: 45 s, 1:21, 59:51, 1:04:00, 25:10:00."""
    seconds = round(duration_s)
    if seconds < 60:
        return f"{seconds} s"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
