"""IT's policy file is followed to the letter, or refused with the line that is wrong."""

from __future__ import annotations

import dataclasses
import os
import sys
import tomllib
from pathlib import Path

import pytest

from champion_desk import i18n, paths, policy, settings
from champion_desk.domain import retention
from champion_desk.domain.problems import Problem
from champion_desk.policy import Policy, Refused
from champion_desk.settings import Settings
from champion_desk.wording import problem_sentence
from tests.policies import write_policy

EXAMPLE = Path(__file__).resolve().parents[1] / "packaging" / "policy" / "champion-desk.toml"
KEYS = {field.name for field in dataclasses.fields(Policy)} - {"path"}


def _read(folder: Path, text: str | bytes) -> Policy:
    return policy.read(i18n.LANGUAGES, [write_policy(folder, text)])


def _refusal(folder: Path, text: str | bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        _read(folder, text)
    problem = Problem(caught.value.code, **caught.value.facts)
    said = problem_sentence(problem)
    assert "Something went wrong" not in said
    assert str(folder) in said
    if "line" in problem.facts:
        assert f"Line {problem.facts['line']} " in said
    return caught.value


def test_no_file_is_no_policy(tmp_path: Path) -> None:
    assert policy.read(i18n.LANGUAGES, [tmp_path / "none.toml", tmp_path / "no" / "where.toml"]) == Policy()
    assert not any(Policy().fixes(key) for key in [*KEYS, "language"])


def test_an_empty_file_fixes_nothing(tmp_path: Path) -> None:
    found = _read(tmp_path, "# nothing yet\n")
    assert dataclasses.replace(found, path=None) == Policy()


def test_the_first_folder_that_has_one_wins(tmp_path: Path) -> None:
    first = write_policy(tmp_path / "first", "lock_minutes = 3\n")
    second = write_policy(tmp_path / "second", "lock_minutes = 4\n")
    assert policy.read(i18n.LANGUAGES, [tmp_path / "none", first, second]).lock_minutes == 3
    assert policy.read(i18n.LANGUAGES, [second, first]).path == second


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only Linux has XDG_CONFIG_DIRS")
def test_where_the_file_may_lie_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    assert paths.policy_files() == [Path("/etc/xdg/Champion Desk/champion-desk.toml")]
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/opt/it:not/whole:/etc/xdg")
    assert [path.parent.parent for path in paths.policy_files()] == [Path("/etc/xdg"), Path("/opt/it")]
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/home/mairi/mine")  # one's own does not take IT's away
    assert paths.policy_files()[0] == Path("/etc/xdg/Champion Desk/champion-desk.toml")


def test_the_example_explains_every_key_and_can_be_read(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == KEYS
    found = _read(tmp_path, text)
    assert found.data_folder == Path.home() / "Champion Desk"
    assert (found.notes_months, found.sessions_months) == (12, 24)
    assert found.languages == ("en", "cy")
    assert all(found.fixes(key) for key in KEYS)
    lines = text.splitlines()
    for key in KEYS:
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
        assert any(line.startswith("# ") for line in lines[max(0, at - 3) : at]), key


def test_the_bounds_are_those_of_the_desk() -> None:
    assert (retention.NOTES_LEAST, retention.NOTES_MOST) == policy.NOTES_MONTHS
    assert (retention.SESSIONS_LEAST, retention.SESSIONS_MOST) == policy.SESSIONS_MONTHS
    for minutes in policy.MINUTES:
        assert Settings(lock_minutes=minutes).lock_minutes == minutes
    assert Settings(lock_minutes=policy.MINUTES[0] - 1).lock_minutes == policy.MINUTES[0]
    assert Settings(lock_minutes=policy.MINUTES[1] + 1).lock_minutes == policy.MINUTES[1]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# a word\n\nlock_minuts = 5\n", "policy-key-unknown", 3),
        ("lock_minutes = 5\n[retention]\nnotes_months = 3\n", "policy-key-unknown", 2),
        ("retention.notes_months = 3\n", "policy-key-unknown", 1),
        ('"lock minutes" = 3\n', "policy-key-unknown", 1),
        ("\n\nlock_minutes = 0\n", "policy-number", 3),
        ("lock_minutes = 61\n", "policy-number", 1),
        ("lock_minutes = true\n", "policy-number", 1),
        ('lock_minutes = "5"\n', "policy-number", 1),
        ("lock_minutes = 5.0\n", "policy-number", 1),
        ("lock_minutes = nan\n", "policy-number", 1),
        ("notes_months = 61\n", "policy-number", 1),
        ("sessions_months = 2\n", "policy-number", 1),
        ("notes_months = 24\nsessions_months = 12\n", "policy-number", 2),
        ("public_screen = 1\n", "policy-yes-or-no", 1),
        ("languages = []\n", "policy-languages", 1),
        ('languages = "cy"\n', "policy-languages", 1),
        ('languages = ["cy", 7]\n', "policy-languages", 1),
        ('languages = ["cy", ["gd"]]\n', "policy-languages", 1),
        ('lock_minutes = 5\nlanguages = [\n  "cy", # Welsh\n\n  "fr",\n]\n', "policy-languages", 5),
        ('languages = ["CY"]\n', "policy-languages", 1),
        ('allowed_feeds = "*.gov.uk"\n', "policy-feeds", 1),
        ('allowed_feeds = ["*"]\n', "policy-feeds", 1),
        ('allowed_feeds = ["https://example.org"]\n', "policy-feeds", 1),
        ('allowed_feeds = [\n"a.org",\n"example.org/lists",\n]\n', "policy-feeds", 3),
        ('allowed_feeds = ["example.org:8443"]\n', "policy-feeds", 1),
        ('allowed_feeds = ["*.*.uk"]\n', "policy-feeds", 1),
        ("allowed_feeds = [1979-05-27]\n", "policy-feeds", 1),
        ('data_folder = ""\n', "policy-folder", 1),
        ('data_folder = "desk"\n', "policy-folder", 1),
        ("data_folder = ['/desk']\n", "policy-folder", 1),
        ("backup_folder = '$CHAMPION_DESK_NOT_SET/b'\n", "policy-variable", 1),
        ("backup_folder = '/b/${CHAMPION_DESK_NOT_SET}'\n", "policy-variable", 1),
        ("data_folder = '~nobody-of-that-name/desk'\n", "policy-variable", 1),
        ('data_folder = "C:\\Users\\desk"\n', "policy-backslash", 1),
        ('data_folder = "C:\\temp\\new"\n', "policy-backslash", 1),
        ("lock_minutes = 5\nlock_minutes = 6\n", "policy-key-twice", 2),
        ("[a]\n[a]\n", "policy-key-twice", 2),
        ("lock_minutes = 5\nlock_minutes 6\n", "policy-not-toml", 2),
        ("lock_minutes =\n", "policy-not-toml", 1),
        ('lock_minutes = 5\n\nlanguages = ["cy",\n', "policy-not-toml", 3),
        ('data_folder = """/desk\nlock_minutes = 5\n', "policy-not-toml", 2),
        (b"lock_minutes = 5\n# caf\xe9\n", "policy-encoding", 2),
        ("lock_minutes = 5\n".encode("utf-16"), "policy-encoding", 1),
        (b"lock_minutes = 5\n\x00\n", "policy-not-toml", 2),
        ("a = " + "[" * 30_000, "policy-not-toml", 1),
    ],
)  # fmt: skip
def test_what_can_not_be_followed_is_refused_by_its_line(
    tmp_path: Path, text: str | bytes, code: str, line: int
) -> None:
    refused = _refusal(tmp_path, text)
    assert (refused.code, refused.facts["line"]) == (code, line)


def test_a_key_in_the_words_of_another_value_is_not_taken_for_the_line(tmp_path: Path) -> None:
    text = "data_folder = '''/desk\n'''\nlock_minutes = 99\n"
    assert _refusal(tmp_path, text).code == "policy-backslash"
    text = '# lock_minutes = 5\nlanguages = [\n  "en",\n# lock_minutes = 5\n]\nlock_minutes = 99\n'
    assert _refusal(tmp_path, text).facts["line"] == 6


def test_lines_of_windows_and_its_mark_at_the_beginning_are_read(tmp_path: Path) -> None:
    assert _read(tmp_path, b"\xef\xbb\xbflock_minutes = 7\r\npublic_screen = true\r\n").lock_minutes == 7
    assert _refusal(tmp_path, b"\xef\xbb\xbflock_minutes = 7\r\n\r\nx = 1\r\n").facts["line"] == 3


def test_a_file_that_is_too_large_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    assert _refusal(tmp_path, b"# long\n" * 20_000).code == "policy-too-large"
    most = b"#" * (policy.MOST_BYTES - 1) + b"\n"
    assert _read(tmp_path, most).path is not None


def test_what_can_not_be_read_is_never_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "champion-desk.toml"
    path.mkdir()
    with pytest.raises(Refused, match="policy-unreadable"):
        policy.read(i18n.LANGUAGES, [path])
    path.rmdir()
    path.symlink_to(tmp_path / "gone.toml")
    with pytest.raises(Refused, match="policy-unreadable"):
        policy.read(i18n.LANGUAGES, [path])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "champion-desk.toml"
    os.mkfifo(path)
    with pytest.raises(Refused, match="policy-unreadable"):
        policy.read(i18n.LANGUAGES, [path])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks others for permission")
def test_no_permission_is_a_refusal(tmp_path: Path) -> None:
    path = write_policy(tmp_path, "lock_minutes = 5\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root may read everything")
    with pytest.raises(Refused, match="policy-unreadable"):
        policy.read(i18n.LANGUAGES, [path])


def test_folders_may_use_what_differs_from_person_to_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_OWNER", "Mòrag O'Neil")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    found = _read(tmp_path, "data_folder = '~/desks/${DESK_OWNER}'\nbackup_folder = '~/$DESK_OWNER/b'\n")
    assert found.data_folder == tmp_path / "desks" / "Mòrag O'Neil"
    assert found.backup_folder == tmp_path / "Mòrag O'Neil" / "b"


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("www.orkney.gov.uk", True),
        ("WWW.Orkney.GOV.UK.", True),
        ("gov.uk", False),
        ("notgov.uk", False),
        ("gov.uk.example.com", False),
        ("openplace.directory", True),
        ("sub.openplace.directory", False),
        ("xn--mn-8ja.cymru", True),
        ("192.168.0.1", False),
    ],
)
def test_which_hosts_are_allowed(tmp_path: Path, host: str, allowed: bool) -> None:
    found = _read(tmp_path, 'allowed_feeds = ["*.gov.uk", "OpenPlace.directory", "Môn.cymru"]\n')
    assert found.allows_feed(host) is allowed
    assert Policy().allows_feed(host)
    assert not _read(tmp_path, "allowed_feeds = []\n").allows_feed(host)


def test_settings_under_a_policy_and_back() -> None:
    own = Settings(language="gd", lock_minutes=20, theme="dark", backup_folder="/mine")
    fixed = Policy(languages=("cy", "en"), lock_minutes=3, public_screen=True, backup_folder=Path("/it"))
    in_force = settings.under(fixed, own)
    assert (in_force.language, in_force.lock_minutes, in_force.public_screen) == ("cy", 3, True)
    assert (in_force.backup_folder, in_force.theme) == (str(Path("/it")), "dark")
    assert settings.own_of(fixed, own, settings.changed(in_force, theme="light", lock_minutes=60)) == (
        settings.changed(own, theme="light")
    )
    assert settings.own_of(fixed, own, settings.changed(in_force, language="en")).language == "en"
    assert settings.own_of(fixed, own, settings.changed(in_force, language="gd")).language == "gd"
    assert settings.under(Policy(), own) == own
    assert settings.own_of(Policy(), own, Settings()) == Settings()
