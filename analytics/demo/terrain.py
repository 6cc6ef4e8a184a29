"""Where a ride goes: grade, speed, altitude and an invented loop."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.demo.noise import lagged, lasting_noise
from analytics.demo.people import Home
from analytics.engine.recording import FloatArray

GRAVITY_MPS2 = 9.81
BICYCLE_KG = 9.0
DRIVETRAIN_EFFICIENCY = 0.975
ROLLING_RESISTANCE = 0.0045
DRAG_AREA_M2 = 0.33
DRAG_AREA_IN_BUNCH_M2 = 0.23
SLOWEST_MPS = 1.8
FASTEST_MPS = 19.0
INERTIA_S = 7.0
ROLLING_TAU_S = 45.0
CLIMB_GRADE = 0.05
LONGEST_LOOP_M = 38000.0
METRES_PER_DEGREE = 111320.0


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """How far and how high, second by second."""

    speed_mps: FloatArray
    distance_m: FloatArray
    altitude_m: FloatArray


def rolling_grade(size: int, home: Home, draw: np.random.Generator) -> FloatArray:
    """Draw the grade of each second of a ride through rolling country, as a fraction."""
    return home.hilliness * lasting_noise(size, ROLLING_TAU_S, draw)


def climbing_grade(rolling: FloatArray, is_work: NDArray[np.bool_]) -> FloatArray:
    """Put the work on climbs and the way back down between; rolling country is flattened."""
    return 0.25 * rolling + np.where(is_work, CLIMB_GRADE, -CLIMB_GRADE / 2)


def ride_way(
    power_w: FloatArray, grade: FloatArray, *, mass_kg: float, home: Home, in_bunch: bool = False
) -> Way:
    """Turn power and grade into a closed way.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power of each second. [W]
    grade : ndarray of float, shape (n,)
        Wanted grade as a fraction; shifted a little so that the ride ends as high as it began.
    mass_kg : float
        Of the rider. [kg]
    home : Home
        Where the ride begins and ends.
    in_bunch : bool
        Whether others break the wind.

    Returns
    -------
    Way
        Arrays of shape (n,).

    References
    ----------
    .. [1] J. C. Martin et al., "Validation of a mathematical model for road cycling
       power," J. Appl. Biomech., vol. 14, no. 3, pp. 276-291, 1998,
       doi:10.1123/jab.14.3.276.
    """
    drag_area_m2 = DRAG_AREA_IN_BUNCH_M2 if in_bunch else DRAG_AREA_M2
    force = _Resistance(mass_kg + BICYCLE_KG, drag_area_m2, home.altitude_m)
    speed_mps = force.speed_mps(power_w, grade)
    level_grade = grade - float(speed_mps @ grade) / float(speed_mps.sum())
    speed_mps = force.speed_mps(power_w, level_grade)
    distance_m = np.cumsum(speed_mps)
    climbed_m = np.cumsum(speed_mps * level_grade)
    closed_m = climbed_m - climbed_m[-1] * distance_m / distance_m[-1]
    return Way(speed_mps, distance_m, home.altitude_m + closed_m)


def loop_position(
    distance_m: FloatArray, home: Home, draw: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Lay a ride on invented loops around farmland.

    Parameters
    ----------
    distance_m : ndarray of float, shape (n,)
        Cumulative distance. [m]
    home : Home
        Where each loop begins and ends.
    draw : numpy.random.Generator
        Decides the shape.

    Returns
    -------
    tuple of two ndarray of float, shape (n,)
        Latitude and longitude. [deg]
    """
    total_m = float(distance_m[-1])
    loop_m = total_m / np.ceil(total_m / LONGEST_LOOP_M)
    angle = np.linspace(0, 2 * np.pi, 721) + draw.uniform(0, 2 * np.pi)
    radius = np.ones_like(angle)
    for wave in range(2, 7):
        radius += draw.uniform(-0.35, 0.35) / wave * np.cos(wave * angle + draw.uniform(0, 6.28))
    east, north = radius * np.cos(angle), radius * np.sin(angle)
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))))
    metres = loop_m / along[-1]
    on_loop = np.mod(distance_m, loop_m) / metres
    east_m = metres * (np.interp(on_loop, along, east) - east[0])
    north_m = metres * (np.interp(on_loop, along, north) - north[0])
    shrink = np.cos(np.radians(home.latitude_deg))
    return (
        home.latitude_deg + north_m / METRES_PER_DEGREE,
        home.longitude_deg + east_m / (METRES_PER_DEGREE * shrink),
    )


@dataclass(frozen=True, slots=True)
class _Resistance:
    mass_kg: float
    drag_area_m2: float
    altitude_m: float

    def speed_mps(self, power_w: FloatArray, grade: FloatArray) -> FloatArray:
        """Solve for the steady speed, then let the mass lag behind it.

        Newton's method from above finds the one stable root, downhill too.
        """
        air_kg_per_m3 = 1.225 * np.exp(-self.altitude_m / 8500)
        cubic = 0.5 * air_kg_per_m3 * self.drag_area_m2
        linear = self.mass_kg * GRAVITY_MPS2 * (ROLLING_RESISTANCE + grade)
        at_wheel_w = DRIVETRAIN_EFFICIENCY * power_w
        speed = np.full(power_w.shape, 2 * FASTEST_MPS)
        for _ in range(9):
            slope = 3 * cubic * speed * speed + linear
            surplus_w = cubic * speed * speed * speed + linear * speed - at_wheel_w
            speed = np.maximum(speed - surplus_w / np.maximum(slope, 1.0), 0.5)
        return lagged(np.clip(speed, SLOWEST_MPS, FASTEST_MPS), INERTIA_S, start=0.0)
