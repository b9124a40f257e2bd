"""Where a visitor lives, no closer than a settlement or ward: what tells a house or a street is refused."""

from __future__ import annotations

import re

from champion_desk.domain.catalogue import folded

# 12 Bridge Street; 3/2 High St; Flat 4; Bridge Street 12.
_HOUSE = re.compile(
    r"(?:^|,)\s*(?:no\.?\s*)?\d+[a-z]?(?:[/-]\d+[a-z]?)?[\s,]+[^\W\d]"
    r"|\b(?:flat|fflat|apartment|apt|unit)\s*\d",
    re.IGNORECASE,
)
# The last word of a street's name in English, the first in Welsh and Gaelic.
_STREET = re.compile(
    r"[^\W\d_][\w'’. ]* (?:street|st|road|rd|avenue|ave|lane|close|crescent|cres|drive|terrace|gardens|court)"
    r"\.?\s*\d*[a-z]?\s*(?:,|$)"
    r"|(?:^|,)\s*(?:stryd|heol|ffordd|lon|clos|sraid|rathad)\s",
    re.IGNORECASE,
)


def is_too_close(text: str) -> bool:
    """Whether a text tells a house or a street, and so perhaps a person."""
    return bool(_HOUSE.search(text) or _STREET.search(folded(text).replace("’", "'")))
