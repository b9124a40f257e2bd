"""A picture of a desk's own on paper: within its bounds, in its place, told in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from champion_desk.documents.blocks import Text
from champion_desk.documents.own_pictures import LOGO_HIGH, LOGO_WIDE, MOST_HIGH, OwnFigure
from champion_desk.documents.page import Sheet, print_of
from champion_desk.domain.handouts import OwnPicture
from champion_desk.domain.problems import Problem
from tests.documents.reading_aloud import failed_rules, heard


def picture(across: int, down: int, kind: str = "PNG", mode: str = "RGB") -> OwnPicture:
    target = BytesIO()
    Image.new(mode, (across, down), "teal").save(target, kind)
    return OwnPicture("card", f"image/{kind.lower()}", target.getvalue())


@pytest.mark.parametrize(("across", "down"), [(1600, 1200), (100, 1600), (1600, 20), (1, 1), (40, 30)])
def test_it_is_never_larger_than_is_safe(across: int, down: int) -> None:
    figure = OwnFigure(picture(across, down), "A card")
    wide, high = figure._size(400)
    assert 0 < wide <= 400.01
    assert 0 < high <= MOST_HIGH + 0.01
    assert wide <= across * 72 / 150 + 0.01
    logo = OwnFigure(picture(across, down), "The council", LOGO_HIGH, LOGO_WIDE)
    assert logo._size(400)[0] <= LOGO_WIDE + 0.01
    assert logo.height(400) <= LOGO_HIGH + 0.01


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")])
def test_it_is_a_figure_with_its_words(kind: str, mode: str) -> None:
    look = print_of(18)
    figure = OwnFigure(picture(300, 200, kind, mode), 'A card & "more" <b>')
    pdf = Sheet("Our sheet", 18).pdf([Text("Our sheet", look.title), figure, Text("Below", look.body)])
    assert failed_rules(pdf) == []
    figures = [one for one in heard(pdf) if one.kind == "Figure"]
    assert [one.alt for one in figures] == ['A card & "more" <b>']


def test_one_that_can_not_be_drawn_is_named() -> None:
    with pytest.raises(Problem, match="picture-gone"):
        OwnFigure(OwnPicture("card", "image/png", b"no picture"), "A card")
