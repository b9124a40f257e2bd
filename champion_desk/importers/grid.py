"""Turns British National Grid eastings and northings into a position in degrees."""

from __future__ import annotations

import math

from champion_desk.domain.places import Position

# Ordnance Survey, "A guide to coordinate systems in Great Britain": the Airy 1830 and GRS80 ellipsoids, the
# National Grid's Transverse Mercator projection, and the Helmert transformation from OSGB36 to WGS 84, good
# to a few metres.
_AIRY = (6_377_563.396, 6_356_256.909)
_GRS80 = (6_378_137.000, 6_356_752.3141)
_SCALE = 0.9996012717
_ORIGIN = (math.radians(49), math.radians(-2))
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_STRETCH = 1 - 20.4894e-6


def position_from_grid(easting: float, northing: float) -> Position | None:
    """The position (WGS 84) of a point in metres on the National Grid; None outside the grid."""
    if not (0 < easting < 700_000 and 0 < northing < 1_300_000):
        return None
    latitude, longitude = _to_airy(easting, northing)
    x, y, z = _cartesian(latitude, longitude, _AIRY)
    rx, ry, rz = _TURN
    there = (
        _SHIFT[0] + _STRETCH * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + _STRETCH * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + _STRETCH * z,
    )
    latitude, longitude = _degrees(there, _GRS80)
    return Position(round(latitude, 6), round(longitude, 6))


def _meridian(latitude: float) -> float:
    """The distance along the meridian from the true origin, in metres."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = latitude - _ORIGIN[0], latitude + _ORIGIN[0]
    return (b * _SCALE) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
        - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
    )


def _to_airy(easting: float, northing: float) -> tuple[float, float]:
    a, b = _AIRY
    latitude, along = _ORIGIN[0], 0.0
    for _ in range(20):
        latitude += (northing - _FALSE_NORTH - along) / (a * _SCALE)
        along = _meridian(latitude)
        if abs(northing - _FALSE_NORTH - along) < 0.00001:
            break
    e2 = 1 - (b * b) / (a * a)
    nu = a * _SCALE / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    rho = a * _SCALE * (1 - e2) / (1 - e2 * math.sin(latitude) ** 2) ** 1.5
    eta2 = nu / rho - 1
    tan, sec = math.tan(latitude), 1 / math.cos(latitude)
    east = easting - _FALSE_EAST
    north = latitude - (
        tan / (2 * rho * nu) * east**2
        - tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta2 - 9 * tan**2 * eta2) * east**4
        + tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4) * east**6
    )
    longitude = _ORIGIN[1] + (
        sec / nu * east
        - sec / (6 * nu**3) * (nu / rho + 2 * tan**2) * east**3
        + sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4) * east**5
        - sec / (5040 * nu**7) * (61 + 662 * tan**2 + 1320 * tan**4 + 720 * tan**6) * east**7
    )
    return north, longitude


def _cartesian(latitude: float, longitude: float, axes: tuple[float, float]) -> tuple[float, float, float]:
    a, b = axes
    e2 = 1 - (b * b) / (a * a)
    nu = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    flat = nu * math.cos(latitude)
    return flat * math.cos(longitude), flat * math.sin(longitude), (1 - e2) * nu * math.sin(latitude)


def _degrees(there: tuple[float, float, float], axes: tuple[float, float]) -> tuple[float, float]:
    a, b = axes
    x, y, z = there
    e2 = 1 - (b * b) / (a * a)
    p = math.hypot(x, y)
    latitude = math.atan2(z, p * (1 - e2))
    for _ in range(10):
        nu = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
        before, latitude = latitude, math.atan2(z + e2 * nu * math.sin(latitude), p)
        if abs(latitude - before) < 1e-12:
            break
    return math.degrees(latitude), math.degrees(math.atan2(y, x))
