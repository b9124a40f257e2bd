"""What a handout says, as plain text for a screen reader."""

from __future__ import annotations

from champion_desk.domain.handouts import Handout


def spoken(handout: Handout) -> str:
    """Title, summary and sections, a line for each paragraph or step."""
    lines = [handout.title, handout.summary]
    for section in handout.sections:
        lines.append(section.heading)
        for block in section.blocks:
            for number, item in enumerate(block.items, 1):
                words = "".join(run.text for run in item)
                lines.append(f"{number}. {words}" if block.kind == "steps" else words)
    return "\n".join(line for line in lines if line)
