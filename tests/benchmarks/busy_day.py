"""The day with thirty visitors at a desk that is there already, with a heart that beats all the while."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from champion_desk.services.demo import PASSPHRASE
from champion_desk.tour import at_the_demo
from champion_desk.ui.main_window import MainWindow
from tests.journeys.busy_day import COMMON, LUNCH, BusyDay


def lived(folder: Path) -> dict[str, object]:
    """How many visitors there were, the stalls while they were served, and the keys that some took."""
    with at_the_demo(folder, patience=120) as script:
        script.screen(MainWindow)
        day = BusyDay(script.desktop, PASSPHRASE)
        day.settle_in()
        day.heart.stalls.clear()
        visitors, took = 0, {}
        for name, number in day.run():
            visitors += number
            took[name] = (day.keys.presses, day.keys.letters)
            day.keys.presses = day.keys.letters = 0
        day.end()
        return {
            "visitors": visitors,
            "stalls": [asdict(one) for one in day.heart.stalls],
            "lunch": LUNCH,
            "common": took[COMMON],
            "tally": day.tally,
        }


if __name__ == "__main__":
    print(json.dumps(lived(Path(sys.argv[1]))))
