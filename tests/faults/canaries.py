"""Canary words through everything a person can type, say by mistake or have read in, and faults on top of it.

The real window and the real commands work in a home, a temporary folder and a folder for backups of their
own; two of their processes are killed or crash, a store is damaged and mended, a backup restored, a list
that is no list read in. Then every file that lies in any of those places is searched for every canary.
"""

from __future__ import annotations

import json
import os
import random
import string
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from champion_desk import settings
from champion_desk.documents.training_record import TrainingRecord, write_training_record
from champion_desk.domain.training import Enrolment
from champion_desk.storage.backup_names import ENDING
from tests.faults.canary_search import found_in
from tests.faults.outcome import ROOT, Control, Count, Outcome, Progress, chance

NAME = "canaries left in files"
SHORT, LONG = 1, 3
_PLACES = (
    *("note", "area", "amended note", "erased note", "reason of a removal", "draft, closed", "draft, kill"),
    *("draft, segfault", "goal", "course", "listing", "description", "source", "row that is refused"),
    *("list that is no list", "note of a command", "search of a command", "search box", "fields of pages"),
    *("erasure query", "wrong passphrase", "local value", "value in a thread", "message of Qt"),
)
_SECRETS = ("passphrase", "new passphrase")
_LETTERS = 14


@dataclass
class _Box:
    """The places where a program may write, and what was given to it."""

    folder: Path
    words: dict[str, str]
    recovery_key: str = ""
    secrets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Path:
        """Where the desk lies; a folder that the program was not told of holds nothing of it."""
        return self.folder / "home" / "desk"

    def change_passphrase(self) -> None:
        """From now on the new one opens the desk, and the old one is another word to look for."""
        words = self.words
        words["passphrase"], words["new passphrase"] = words["new passphrase"], words["passphrase"]

    def files(self) -> list[Path]:
        """All that lies in the places of the program."""
        places = (self.folder / name for name in ("home", "temp", "here", "stick", "run"))
        return sorted(path for place in places for path in place.rglob("*") if path.is_file())


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Live through it once or several times, with other words each time."""
    if sys.platform == "win32":
        return Outcome(NAME, 0, skipped="its places are named by other variables on Windows")
    count, draw, facts = Count(), chance("canaries"), list[str]()
    searched, controls = 0, list[Control]()
    for done in range(tries):
        box = _Box(folder / f"box-{done}", {place: _word(draw) for place in _PLACES})
        for place in _SECRETS:
            box.words[place] = f"kettle harbour lantern {_word(draw)}"
        _live(box)
        for trouble in box.troubles:
            count.spoil(trouble)
        looked_for: dict[str, tuple[str, ...]] = {name: (word,) for name, word in box.words.items()}
        for name in _SECRETS:
            looked_for[name] = (box.words[name].split()[-1],)
        looked_for |= box.secrets
        found = list(found_in(box.files(), looked_for))
        for path, name in found:
            count.spoil(f"{name} stands in {path.relative_to(box.folder)}")
        searched += len(looked_for)
        controls = [_control(box, looked_for)]
        facts = [f"{len(looked_for)} canaries, {len(box.files())} files of the program searched", *box.said]
        progress(done + 1, tries)
    return count.outcome(NAME, searched, controls, facts)


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(string.ascii_lowercase) for _ in range(_LETTERS))


def _live(box: _Box) -> None:
    for name in ("home", "temp", "here", "stick", "run", "given", "saved"):
        (box.folder / name).mkdir(parents=True)
    told = _command(box, "init", "--site", "Kirkwall Library", "--champion", "Mairi", "--json")
    key = box.recovery_key = str(json.loads(told)["recovery_key"])
    box.secrets["recovery key"] = (key.lower(), key.replace(" ", "").lower())
    box.secrets["telephone"] = ("01632960417", "01632 960417", "01632 960 417", "441632960417")
    settings.save(box.desk, settings.Settings(backup_folder=str(box.folder / "stick")))
    (box.folder / "stick" / "champion-desk-backups.json").write_text('{"format": 1}', encoding="ascii")
    _commands(box)
    for end in ("closed", "kill", "segfault"):
        _window(box, end)
        if end == "closed":
            box.change_passphrase()
    _command(box, "backup")
    _command(box, "restore", str(max((box.desk / "backups").glob(f"*{ENDING}"))))
    _command(box, "check")
    _window(box, "mend")
    kept = sorted(path.name[:8] for path in box.desk.glob("*-20*") if path.is_dir())
    if kept != ["damaged-", "replaced"]:
        box.troubles.append(f"the folders that were kept aside are {kept}")


def _commands(box: _Box) -> None:
    words, given, saved = box.words, box.folder / "given", box.folder / "saved"
    rows = (
        f"Name,Description,Postcode,Phone\n{words['listing']},{words['description']},KW15 1AG,01632 960417\n"
    )
    (given / "list.csv").write_text(rows + f",{words['row that is refused']},KW15 1AG,\n", encoding="utf-8")
    broken = b"PK\x03\x04" + words["list that is no list"].encode() + bytes(range(256))
    (given / "broken.xlsx").write_bytes(broken)
    _command(box, "import", str(given / "list.csv"), "--source", words["source"])
    _command(box, "import", str(given / "broken.xlsx"), fails=True)
    _command(box, "log", "--topic", "wifi", "--note", words["note of a command"])
    _command(box, "search", words["search of a command"])
    _command(box, "list", "champions", secret=words["wrong passphrase"], fails=True)
    _command(box, "export", "sessions", "--out", str(saved / "sessions.csv"))
    _command(box, "export", "directory", "--format", "xlsx", "--out", str(saved / "directory.xlsx"))


def _environment(box: _Box) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    places = {"HOME": "home", "TMPDIR": "temp", "XDG_RUNTIME_DIR": "run"}
    bus = {f"DBUS_{name}_BUS_ADDRESS": "unix:path=/nowhere" for name in ("SYSTEM", "SESSION")}
    own = {name: str(box.folder / place) for name, place in places.items()}
    return {**kept, **own, **bus, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}


def _command(box: _Box, *arguments: str, secret: str = "", fails: bool = False) -> str:
    """A command as a task scheduler runs it; what it says to whoever asked is no file."""
    note = box.folder / "given" / "passphrase.txt"
    note.write_text(secret or box.words["passphrase"], encoding="utf-8")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "champion_desk", "--data", str(box.desk), *arguments),
            *("--passphrase-file", str(note)),
        ],
        cwd=box.folder / "here",
        env=_environment(box),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if (ended.returncode != 0) != fails:
        box.troubles.append(f"{arguments[0]}: ended with {ended.returncode}: {ended.stderr[-200:]}")
    return ended.stdout


def _window(box: _Box, end: str) -> None:
    """The window in a process of its own; what it says on the terminal is searched like a file."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.canary_hands", str(box.desk), end],
        cwd=box.folder / "here",
        env=_environment(box),
        input=json.dumps({**box.words, "recovery key": box.recovery_key}) + "\n",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=100,
        check=False,
    )
    told = [line for line in ended.stdout.splitlines() if line.startswith(("slip ", "fields ", "drafts "))]
    for line in told:
        if line.startswith("slip "):
            slip = line.split()[1].lower()
            box.secrets["code of a slip"] = (slip,)
    other = [line for line in ended.stdout.splitlines() if line not in told]
    (box.folder / "here" / f"terminal-{end}.txt").write_text("\n".join([*other, ended.stderr]), "utf-8")
    expected = {"closed": 0, "mend": 0, "kill": -9, "segfault": -11}[end]
    if ended.returncode != expected:
        box.troubles.append(f"window, {end}: ended with {ended.returncode}: {ended.stderr[-400:]}")
    if end == "closed":
        fields = {line.split()[1]: int(line.split()[2]) for line in told if line.startswith("fields ")}
        box.said.append(f"{sum(fields.values())} fields typed into on {len(fields)} pages: {fields}")
        if "drafts 1" not in told or "code of a slip" not in box.secrets:
            box.troubles.append(f"window: it did not get through its day: {told}")


def _control(box: _Box, looked_for: dict[str, tuple[str, ...]]) -> Control:
    """What a person saved holds the canaries, and this search finds them: as text, packed, and in a PDF."""
    saved = box.folder / "saved"
    with zipfile.ZipFile(saved / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(saved / "sessions.csv", "sessions.csv")
    _paper(saved / "paper.pdf", box.words["note"])
    found = {path.name for path, _ in found_in(sorted(saved.iterdir()), looked_for)}
    box.said.append(f"saved by a person, and so found there: {', '.join(sorted(found))}")
    wanted = {"sessions.csv", "directory.xlsx", "packed.zip", "paper.pdf"}
    return Control("canaries in what a person saved", len(wanted), len(found & wanted) * (wanted <= found))


def _paper(path: Path, word: str) -> None:
    """A champion's own training record, with the word as the title of a course."""
    course = Enrolment("", "", word)
    record = TrainingRecord("Mairi", "Kirkwall Library", (course,), (), 0.0, date.today())
    path.write_bytes(write_training_record(record))
