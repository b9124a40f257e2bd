"""The two kinds of trouble a person can do something about; their words are in `wording`."""

from __future__ import annotations


class Problem(Exception):
    """Known trouble with a code and the facts its sentence needs (`wording.problem_sentence`).

    Facts are numbers, paths and names of files or formats, never the content of a record.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class Invalid(Problem):
    """A field of a record does not fit; the form shows the sentence beside that field."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field


class Cancelled(Exception):
    """The person stopped a long piece of work; nothing of it was kept."""
