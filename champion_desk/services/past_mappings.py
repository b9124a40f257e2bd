"""Mappings of earlier logs: guessed anew, or remembered from the last sheet with the same headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime

from champion_desk.domain.mappings import RememberedMapping
from champion_desk.domain.past_logs import FIELDS, PERIODS, SESSIONS, TALLIES, LogMapping, LogSheet
from champion_desk.importers import log_guess
from champion_desk.importers.headings import squeezed
from champion_desk.importers.log_headings import is_personal
from champion_desk.importers.log_moments import day_first, has_both_orders
from champion_desk.services.privacy_scanner import masked, scan
from champion_desk.storage.store import Transaction

# A sheet with a few more or fewer columns is still the same kind of sheet.
_ALIKE = 0.7
_NOT_REMEMBERED = ("champion",)  # names of staff stay in the sheet


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping to begin with. `remembered` says that one like it was used before; `order_open` that days
    like 3/4/2024 can be read in two ways and nothing in the sheet tells which. `examples` are what may be
    shown of each column, by heading: masked, and nothing of one that says who a visitor was."""

    mapping: LogMapping
    remembered: bool
    order_open: bool
    examples: Mapping[str, str]


def suggested(
    tx: Transaction, sheet: LogSheet, site_id: str, champion_id: str, mask_words: Mapping[str, str]
) -> Suggestion:
    """What to begin with for a sheet."""
    examples = {
        heading: "" if is_personal(heading) else masked(", ".join(sheet.samples(number)), words=mask_words)
        for number, heading in enumerate(sheet.headings)
    }
    columns = log_guess.guess_columns(sheet)
    mapping = LogMapping(
        log_guess.guess_kind(sheet, columns),
        columns,
        period=log_guess.guess_period(sheet, columns),
        site_id=site_id,
        champion_id=champion_id,
    )
    mapping, order_open = _ordered(sheet, mapping)
    kept = _kept(tx, sheet)
    if kept is None:
        return Suggestion(mapping, False, order_open, examples)
    mapping = _with_kept(mapping, kept, tx)
    known, _still_open = _ordered(sheet, mapping)
    if order_open:
        known = replace(known, day_first=bool(kept.get("day_first", True)))
    return Suggestion(known, True, order_open, examples)


def _ordered(sheet: LogSheet, mapping: LogMapping) -> tuple[LogMapping, bool]:
    """The mapping with the order of day and month that the whole column tells."""
    numbers = mapping.numbers(sheet)
    texts = {
        row.cell(number)[:60]
        for field in ("when", "date")
        for number in numbers.get(field, ())[:1]
        for row in sheet.rows
    }
    told = day_first(texts)
    return replace(mapping, day_first=True if told is None else told), told is None and has_both_orders(texts)


def _kept(tx: Transaction, sheet: LogSheet) -> Mapping[str, object] | None:
    """What is remembered for this shape, or for the one that is most like it."""
    exact = tx.mappings.for_shape(sheet.shape)
    if exact is not None:
        return exact.choices
    here = {squeezed(heading) for heading in sheet.headings}
    best: tuple[float, Mapping[str, object]] | None = None
    for one in tx.mappings.all():
        columns = one.choices.get("columns")
        there = {squeezed(str(heading)) for heading in columns} if isinstance(columns, dict) else set()
        share = len(here & there) / len(here | there) if there else 0.0
        if share >= _ALIKE and (best is None or share > best[0]):
            best = share, one.choices
    return best[1] if best else None


def _with_kept(mapping: LogMapping, kept: Mapping[str, object], tx: Transaction) -> LogMapping:
    """The mapping with what was chosen before, as far as that is still there."""
    columns = kept.get("columns")
    before = {squeezed(str(h)): str(f) for h, f in columns.items()} if isinstance(columns, dict) else {}
    used = {h: before.get(squeezed(h), field) for h, field in mapping.columns.items()}
    used = {h: field if field in FIELDS else "" for h, field in used.items()}
    values = kept.get("values")
    chosen = (
        {str(f): {str(v): str(c) for v, c in codes.items()} for f, codes in values.items()}
        if isinstance(values, dict)
        else {}
    )
    site, minutes = str(kept.get("site_id", "")), kept.get("minutes", 0)
    known_sites = {one.id for one in tx.champions.sites()}
    return replace(
        mapping,
        kind=str(kept["kind"]) if kept.get("kind") in (SESSIONS, TALLIES) else mapping.kind,
        columns=used,
        values=chosen,
        period=str(kept["period"]) if kept.get("period") in PERIODS else mapping.period,
        site_id=site if site in known_sites else mapping.site_id,
        topic=str(kept.get("topic") or mapping.topic),
        outcome=str(kept.get("outcome") or mapping.outcome),
        channel=str(kept.get("channel") or ""),
        minutes=minutes if isinstance(minutes, int) else 0,
    )


def remember(tx: Transaction, sheet: LogSheet, mapping: LogMapping) -> None:
    """Keep what was chosen for the next sheet with these headings.

    Names of staff are not kept, nor a value that looks personal: whoever wrote it is not here to mask it.
    """
    choices = asdict(mapping)
    choices["columns"] = {h: mapping.columns.get(h, "") for h in sheet.headings}
    choices["values"] = {
        field: {value: code for value, code in codes.items() if not scan(value)}
        for field, codes in mapping.values.items()
        if field not in _NOT_REMEMBERED
    }
    del choices["champion_id"]
    assert set(choices) < {one.name for one in fields(LogMapping)}
    tx.mappings.keep(RememberedMapping(sheet.file[:120], sheet.shape, choices, datetime.now(UTC)))
