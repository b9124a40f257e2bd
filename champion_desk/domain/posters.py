"""Posters: the site's own drop-in, told on one page for the door or the notice board."""

from __future__ import annotations

from dataclasses import dataclass

from champion_desk.domain.problems import Invalid

MOST_HELP = 6
_LONGEST = {"title": 60, "when": 120, "where": 160}
_HELP_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says, in the words of the site's staff. `help` are things people can get help with.

    Raises `Invalid` for a field that is missing or too long for print that is read from far.
    """

    title: str
    when: str
    where: str
    help: tuple[str, ...] = ()
    site_name: str = ""
    site_phone: str = ""
    language: str = "en"
    paper: str = "A4"
    colour: str = "white"
    demo: bool = False

    def __post_init__(self) -> None:
        for name, most in _LONGEST.items():
            said = getattr(self, name).strip()
            if not said:
                raise Invalid(name, "needed")
            if len(said) > most:
                raise Invalid(name, "too-long", most=most)
        if len(self.help) > MOST_HELP:
            raise Invalid("help", "too-many", most=MOST_HELP)
        if any(len(one) > _HELP_LENGTH for one in self.help):
            raise Invalid("help", "too-long", most=_HELP_LENGTH)
