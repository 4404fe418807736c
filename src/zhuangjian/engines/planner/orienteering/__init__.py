"""Team orienteering: which sites a few trips of limited length should visit to collect the most score.

``solve_trips`` answers it for the planner's day trips (inspectors × length of a day × risk score of each site);
``benchmark`` runs the same solver on published instances; ``faults`` checks any answer without knowing the solver.
numba is loaded when the first problem is solved, not on import.
"""

from zhuangjian.engines.planner.orienteering.checker import faults
from zhuangjian.engines.planner.orienteering.trips import Trips, solve_trips

__all__ = ["Trips", "faults", "solve_trips"]
