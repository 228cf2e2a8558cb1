"""Expected-return models of your own."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Protocol, TypeAlias

Returns: TypeAlias = Any
"""Returns as a numpy array where numpy is installed, else as ``array.array``; decimal fractions."""

Regressors: TypeAlias = "Callable[..., Mapping[str, Sequence[float] | float]]"


@dataclass(frozen=True)
class Sample:
    """What a model is estimated on: the bars of the estimation window.

    Attributes:
        firm: Returns of the firm; decimal fractions, no bar missing.
        market: Returns of the benchmark on the same bars; empty for a model without one.
        factors: The factor returns asked for, by name.
    """

    firm: Returns
    market: Returns
    factors: Mapping[str, Returns]


@dataclass(frozen=True)
class Window:
    """What an expectation is formed from: the bars of the event window.

    Attributes:
        bars: The number of bars.
        market: Returns of the benchmark; NaN where missing.
        factors: The factor returns asked for, by name; NaN where missing.
    """

    bars: int
    market: Returns
    factors: Mapping[str, Returns]


@dataclass(frozen=True)
class Estimate:
    """An estimated model.

    Attributes:
        residuals: One for each bar of the estimation window.
        residual_variance: The residual variance ``s^2``.
        degrees_of_freedom: Of the residual variance: an abnormal return over its standard error is
            t with so many.
        expected: The expected return of each bar of a window.
        forecast_variance: ``Var(w'AR)`` of a window for weights ``w`` over its bars, with the error
            of the estimated parameters. Without it ``s^2 w'w`` stands, which leaves that error out.
        coefficients: Values with standard errors by name, for the report.
        notes: What to know when reading the estimate.
    """

    residuals: Sequence[float]
    residual_variance: float
    degrees_of_freedom: float
    expected: Callable[[Window], Sequence[float]]
    forecast_variance: Callable[[Window, Returns], float] | None = None
    coefficients: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    notes: Sequence[str] = ()


class Model(Protocol):
    """A model that estimates itself.

    ``id``, ``name``, ``needs_market`` and ``factors`` may be left out: they are then the name of the
    class, ``True`` and nothing.
    """

    def estimate(self, sample: Sample) -> Estimate: ...


def linear_model(
    *,
    id: str | None = None,
    name: str | None = None,
    needs_market: bool = True,
    factors: Sequence[str] = (),
) -> Callable[[Regressors], Regressors]:
    """Names a function that gives the regressors of a linear model.

    The function takes the benchmark's returns, then the factors asked for, and returns columns by
    name; a number stands for a column of it. The model is estimated by least squares, with the full
    covariance of its forecasts. A plain function works without this decorator, too.

    >>> import eventstudy as es
    >>> @es.linear_model(id="quadratic")
    ... def quadratic(market):
    ...     return {"alpha": 1.0, "beta": market, "gamma": [r * r for r in market]}
    >>> result = es.Study("meta-avocado", model=quadratic).run()
    >>> [c["name"] for c in result.to_dict()["events"][0]["firms"][0]["daily"]["coefficients"]]
    ['alpha', 'beta', 'gamma']
    """

    def named(function: Regressors) -> Regressors:
        function.__dict__.update(
            id=id, name=name, needs_market=needs_market, factors=tuple(factors)
        )
        return function

    return named


@dataclass(frozen=True)
class Described:
    """A model as the extension takes it."""

    id: str
    name: str
    needs_market: bool
    factors: list[str]
    linear: bool
    model: Callable[..., object]


def described(model: Any) -> Described:
    """The answers of a function or an object, with those of a plain function filled in."""
    linear = not hasattr(model, "estimate")
    if linear and not callable(model):
        raise TypeError(
            "model must be the id of a model, a function from the benchmark's returns to "
            f"regressors, or an object with an estimate method, not {type(model).__name__}"
        )
    default = getattr(model, "__name__", type(model).__name__)
    identity = str(getattr(model, "id", None) or default.replace("_", "-").strip("<>"))
    factors = list(getattr(model, "factors", None) or ())
    return Described(
        id=identity,
        name=str(getattr(model, "name", None) or identity.replace("-", " ")),
        needs_market=bool(getattr(model, "needs_market", True)),
        factors=factors,
        linear=linear,
        model=_regressors(model) if linear else _estimating(model, factors),
    )


def _regressors(function: Regressors) -> Callable[..., object]:
    def call(bars: int, market: bytes, factors: Sequence[bytes]) -> list[tuple[str, list[float]]]:
        formed = function(_returns(market), *map(_returns, factors))
        return [(str(name), _column(str(name), column, bars)) for name, column in formed.items()]

    return call


def _estimating(model: Model, names: Sequence[str]) -> Callable[..., object]:
    def by_name(factors: Sequence[bytes]) -> dict[str, Returns]:
        return dict(zip(names, map(_returns, factors), strict=True))

    def call(firm: bytes, market: bytes, factors: Sequence[bytes]) -> _Estimated:
        sample = Sample(_returns(firm), _returns(market), by_name(factors))
        return _Estimated(model.estimate(sample), by_name)

    return call


class _Estimated:
    """An estimate with its functions made ready to be called with bytes."""

    def __init__(
        self, estimate: Estimate, by_name: Callable[[Sequence[bytes]], dict[str, Returns]]
    ) -> None:
        self._estimate = estimate
        self._by_name = by_name
        self.residuals = [float(e) for e in estimate.residuals]
        self.residual_variance = float(estimate.residual_variance)
        self.degrees_of_freedom = float(estimate.degrees_of_freedom)
        self.coefficients = [
            (str(name), float(value), float(error))
            for name, (value, error) in estimate.coefficients.items()
        ]
        self.notes = [str(note) for note in estimate.notes]
        own = estimate.forecast_variance
        self.forecast_variance = None if own is None else self._variance

    def expected(self, bars: int, market: bytes, factors: Sequence[bytes]) -> list[float]:
        window = Window(bars, _returns(market), self._by_name(factors))
        return [float(r) for r in self._estimate.expected(window)]

    def _variance(
        self, bars: int, market: bytes, factors: Sequence[bytes], weights: bytes
    ) -> float:
        assert self._estimate.forecast_variance is not None
        window = Window(bars, _returns(market), self._by_name(factors))
        return float(self._estimate.forecast_variance(window, _returns(weights)))


def _column(name: str, column: Sequence[float] | float, bars: int) -> list[float]:
    if isinstance(column, (int, float)):
        return [float(column)] * bars
    values = [float(v) for v in column]
    if len(values) != bars:
        raise ValueError(f"the regressor {name!r} has {len(values)} values for {bars} bars")
    return values


def _returns(data: bytes) -> Returns:
    if find_spec("numpy") is not None:
        import numpy

        return numpy.frombuffer(data, dtype="<f8")
    return array("d", data)
