"""Mean, SD, n and rwg of 1,000 leaders × 12 raters × 45 items, beside pandas, polars, duckdb.

Each library gets its data in the form it likes best, made beforehand; ours gets the matrix of
responses as it stands, in a random order, with reversed items still to be turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # its stubs are not worth a dependency
import polars as pl

from benchmarks.measure import Figures, measure
from benchmarks.sample import GROUPS, SCALE, make_responses
from reports.research import rwg_item, tally, uniform_variance

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.answers.matrix import Responses

LEADERS = 1000
STEPS = SCALE[1] - SCALE[0] + 1
EVEN = uniform_variance(STEPS)
AIMS = {"pandas, wide": 1.5, "pandas, long": 8.0, "polars": 4.0, "duckdb": 4.0}

Dense = tuple[np.ndarray[Any, Any], ...]
"""n, mean, SD and rwg, each of shape (leaders × groups, items)."""


def run() -> Figures:
    """Check that all agree, measure them, and print the ratios."""
    responses = make_responses(LEADERS)
    contenders = _contenders(responses)
    _check_equal({name: dense() for name, (_, dense) in contenders.items()})
    timings = measure({name: function for name, (function, _) in contenders.items()})
    ours = timings["ours"].median_ms
    rows = [
        [name, str(timing), f"{timing.median_ms / ours:.1f} ×", _aim(name, timing.median_ms / ours)]
        for name, timing in timings.items()
    ]
    title = f"aggregation: {LEADERS} leaders × 12 raters × 45 items, results equal"
    return Figures(title, ["method", "ms, median (range)", "beside ours", "aim"], rows)


def _aim(name: str, ratio: float) -> str:
    if name not in AIMS:
        return ""
    return f"≥ {AIMS[name]:g} ×: {'yes' if ratio >= AIMS[name] else 'NO'}"


def _contenders(
    responses: Responses,
) -> dict[str, tuple[Callable[[], Any], Callable[[], Dense]]]:
    """Return, by name, what is measured and what lays its result out densely."""
    keys = {"leader": responses.subject_codes, "group": responses.group_codes.astype(np.int32)}
    items = responses.ratings.shape[1]
    answered = responses.keyed >= 0
    row, item = np.nonzero(answered)
    values = responses.keyed[answered]
    wide = pd.DataFrame(np.where(answered, responses.keyed, np.nan))
    wide = wide.assign(**keys)
    long = {
        "leader": keys["leader"][row],
        "group": keys["group"][row],
        "item": item.astype(np.int32),
        "x": values.astype(np.float64),
    }
    pandas_long, polars_long = pd.DataFrame(long), pl.DataFrame(long)
    database = duckdb.connect()
    database.execute("CREATE TABLE long AS SELECT * FROM polars_long")
    return {
        "ours": (lambda: _ours(responses), lambda: _ours(responses)),
        "pandas, wide": (lambda: _pandas_wide(wide), lambda: _dense_wide(_pandas_wide(wide))),
        "pandas, long": (
            lambda: _pandas_long(pandas_long),
            lambda: _dense_long(_pandas_long(pandas_long).reset_index(), items),
        ),
        "polars": (
            lambda: _polars(polars_long),
            lambda: _dense_long(_polars(polars_long).to_pandas(), items),
        ),
        "duckdb": (
            lambda: _duckdb(database),
            lambda: _dense_long(pd.DataFrame(_duckdb(database)), items),
        ),
    }


def _ours(responses: Responses) -> Dense:
    codes = responses.subject_codes * len(GROUPS) + responses.group_codes
    moments = tally(responses.keyed, codes, len(responses.subjects) * len(GROUPS))
    variance = moments.variance
    return moments.n, moments.mean, np.sqrt(variance), rwg_item(variance, STEPS)


def _pandas_wide(wide: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    groups = wide.groupby(["leader", "group"])
    variance = groups.var()
    rwg = 1 - np.minimum(variance, EVEN) / EVEN
    return groups.count(), groups.mean(), np.sqrt(variance), rwg


def _pandas_long(long: pd.DataFrame) -> pd.DataFrame:
    found = long.groupby(["leader", "group", "item"])["x"].agg(["count", "mean", "var"])
    found["sd"] = np.sqrt(found["var"])
    found["rwg"] = 1 - np.minimum(found["var"], EVEN) / EVEN
    return found


def _polars(long: pl.DataFrame) -> pl.DataFrame:
    x = pl.col("x")
    return (
        long.lazy()
        .group_by("leader", "group", "item")
        .agg(x.count().alias("count"), x.mean().alias("mean"), x.var().alias("var"))
        .with_columns(
            sd=pl.col("var").sqrt(), rwg=1 - pl.min_horizontal("var", pl.lit(EVEN)) / EVEN
        )
        # The least of nothing and a limit would be the limit, and one rater would get an rwg.
        .with_columns(rwg=pl.when(pl.col("count") > 1).then(pl.col("rwg")))
        .sort("leader", "group", "item")
        .collect()
    )


def _duckdb(database: duckdb.DuckDBPyConnection) -> dict[str, np.ndarray[Any, Any]]:
    return database.execute(
        """
        SELECT leader, "group", item, n AS count, mean, v AS var, sqrt(v) AS sd,
               CASE WHEN n > 1 THEN 1 - least(v, ?) / ? END AS rwg
        FROM (SELECT leader, "group", item, count(x) AS n, avg(x) AS mean, var_samp(x) AS v
              FROM long GROUP BY leader, "group", item)
        ORDER BY leader, "group", item
        """,
        [EVEN, EVEN],
    ).fetchnumpy()


def _dense_wide(found: tuple[pd.DataFrame, ...]) -> Dense:
    return tuple(frame.to_numpy(dtype=float) for frame in found)


def _dense_long(found: pd.DataFrame, items: int) -> Dense:
    place = (found["leader"] * len(GROUPS) + found["group"]) * items + found["item"]
    dense = []
    for name, nothing in (("count", 0.0), ("mean", np.nan), ("sd", np.nan), ("rwg", np.nan)):
        filled = np.full(LEADERS * len(GROUPS) * items, nothing)
        filled[place.to_numpy()] = found[name].to_numpy(dtype=float, na_value=np.nan)
        dense.append(filled.reshape(-1, items))
    return tuple(dense)


def _check_equal(results: dict[str, Dense]) -> None:
    for name, dense in results.items():
        for one, ours in zip(dense, results["ours"], strict=True):
            np.testing.assert_allclose(one, ours, atol=1e-9, err_msg=name)
