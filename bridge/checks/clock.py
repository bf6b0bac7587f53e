"""Times of day as French writes them, from what the conventions of another language found."""

from __future__ import annotations

import re


def clock(found: dict[str, str]) -> str:
    """Times of day on 24 hours; "3 to 5 pm" has both after noon."""
    if "h2" in found:
        end = _hour(found["h2"], found["half2"])
        half = found.get("half") or found["half2"]
        start = _hour(found["h"], half)
        start = start if start <= end or "half" in found else _hour(found["h"], "a")
        return f"{_time(start, found.get('m'))} à {_time(end, found.get('m2'))}"
    return _time(_hour(found["h3"], found.get("half3", "")), found.get("m3"))


def hours(found: dict[str, str], atoms: dict[str, int]) -> str:
    """ "A las nueve de la noche" is 9 and 21 h; "a las 9" may be no time at all, and is the number as well."""
    hour = int(found["hour"]) if found["hour"].isdigit() else atoms[found["hour"]]
    minutes = found.get("minutes") or ("30" if "half" in found else "15" if "quarter" in found else None)
    possible = [hour, hour + 12] if "late" in found and hour < 12 else [hour]
    bare = [] if minutes or "late" in found else [str(hour)]
    return ", ".join([*(_time(one, minutes) for one in possible), *bare])


def dotted(written: str) -> str:
    """ "17.30" is a time or, in countries with a decimal point, a number."""
    hour, minutes = re.split("[.:]", written)
    time = _time(int(hour), minutes)
    return time if ":" in written else f"{time}, {hour},{minutes}"


def _hour(hour: str, half: str) -> int:
    return int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)


def _time(hour: int, minutes: str | None) -> str:
    return f"{hour} h {minutes}" if minutes and minutes != "00" else f"{hour} h"
