"""Starts Champion Desk: the window, or one command."""

from __future__ import annotations

import sys

from champion_desk import diagnostics
from champion_desk.cli import run


def main() -> int:
    """Run what the command line asks for; the exit code."""
    diagnostics.keep_memory_in()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
