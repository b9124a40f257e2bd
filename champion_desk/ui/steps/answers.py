"""What was answered in the first run so far; kept through every step back and change of language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.identity import new_id

if TYPE_CHECKING:
    from champion_desk.services import Services


@dataclass(slots=True)
class Answers:
    """The answers as typed. `library` is the site as it stands in the shipped list, if it was taken there."""

    council: str = ""
    council_code: str = ""
    site: str = ""
    postcode: str = ""
    library: Site | None = None
    champion: str = ""
    passphrase: str = ""
    suggested: str = ""
    site_id: str = field(default_factory=new_id)
    champion_id: str = field(default_factory=new_id)
    services: Services | None = None
    recovery_key: str = ""
    saved: bool = False
    started_with: tuple[Site, Champion, str] | None = None

    def as_site(self, council_name: str, nation: str) -> Site:
        """The site as answered. Raises `Invalid`."""
        name, postcode = self.site.strip(), self.postcode.strip()
        if self.library is not None and self.library.name == name:
            known = (
                self.library
                if postcode == self.library.postcode
                else replace(self.library, postcode=postcode, latitude=None, longitude=None)
            )
            return replace(known, id=self.site_id)
        return Site(name, self.council_code, council_name, "", postcode, nation=nation, id=self.site_id)

    def as_champion(self) -> Champion:
        """The champion as answered: whoever starts the desk leads it. Raises `Invalid`."""
        return Champion(self.champion.strip(), lead=True, id=self.champion_id)
