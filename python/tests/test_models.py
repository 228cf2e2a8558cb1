"""Models of your own."""

from __future__ import annotations

import math
from typing import Any

import polars
import pytest

import eventstudy as es

from sample import numbers

Columns = dict[str, list[Any]]


def market(returns: Any) -> dict[str, Any]:
    """The market model, written as a function."""
    return {"alpha": 1.0, "beta": returns}


class ConstantMean:
    """The constant-mean model, written as an object that estimates itself."""

    name = "mean of the firm"
    needs_market = False

    def estimate(self, sample: es.Sample) -> es.Estimate:
        bars = len(sample.firm)
        mean = sum(sample.firm) / bars
        residuals = [float(r - mean) for r in sample.firm]
        variance = sum(e * e for e in residuals) / (bars - 1)

        def forecast_variance(window: es.Window, weights: Any) -> float:
            own = sum(float(w) ** 2 for w in weights)
            return variance * (own + sum(map(float, weights)) ** 2 / bars)

        return es.Estimate(
            residuals,
            variance,
            bars - 1,
            expected=lambda window: [mean] * window.bars,
            forecast_variance=forecast_variance,
            coefficients={"mean": (mean, math.sqrt(variance / bars))},
        )


def test_a_function_is_the_market_model_to_the_last_bit() -> None:
    own = es.Study("meta-avocado", model=market).run().to_dict()
    listed = es.Study("meta-avocado").run().to_dict()
    for a, b in zip(own["events"][0]["firms"], listed["events"][0]["firms"], strict=True):
        assert a["daily"]["model"] == "market"
        assert numbers(a["daily"]["windows"]) == numbers(b["daily"]["windows"])
        assert a["daily"]["coefficients"] == b["daily"]["coefficients"]


def test_an_object_is_the_constant_mean_model() -> None:
    own = es.Study("meta-avocado", model=ConstantMean()).run().to_dict()
    listed = es.Study("meta-avocado", model="constant-mean").run().to_dict()
    for a, b in zip(own["events"][0]["firms"], listed["events"][0]["firms"], strict=True):
        for x, y in zip(a["daily"]["windows"], b["daily"]["windows"], strict=True):
            assert x["car"]["value"] == pytest.approx(y["car"]["value"], rel=1e-12)
            assert x["car"]["standard_error"] == pytest.approx(
                y["car"]["standard_error"], rel=1e-12
            )
    assert own["spec"]["model"] == "ConstantMean"


def test_a_model_of_many_events(panel: Columns, announcements: Columns) -> None:
    frames: dict[str, Any] = {
        "events": polars.DataFrame(announcements),
        "prices": polars.DataFrame(panel),
        "estimation_length": 120,
    }
    own = es.Study(model=market, **frames).run().to_dict()
    listed = es.Study(**frames).run().to_dict()
    assert own["sample"]["events"] == listed["sample"]["events"]
    for a, b in zip(own["windows"], listed["windows"], strict=True):
        # The listed one has a closed form, so that the last digits differ.
        assert a["mean"] == pytest.approx(b["mean"], rel=1e-10)


def test_a_refusal_is_a_row_of_the_ledger() -> None:
    class Picky(ConstantMean):
        def estimate(self, sample: es.Sample) -> es.Estimate:
            if sample.firm[0] > 0:
                raise es.ModelError("the first return is positive")
            return super().estimate(sample)

    firms = [
        es.Study("meta-avocado", tickers=ticker, model=ConstantMean()).run()
        for ticker in ("META", "BABA")
    ]
    assert all(not r.exclusions for r in firms)
    result = es.Study("meta-avocado", model=Picky()).run()
    reasons = [row for row in result.exclusions if row["code"] == "refused"]
    for row in reasons:
        assert "the first return is positive" in row["reason"]
    left = [f for f in result.to_dict()["events"][0]["firms"] if f["daily"]]
    assert len(reasons) + len(left) == 2


def test_a_mistake_in_a_model_is_raised_as_it_is() -> None:
    def broken(returns: Any) -> dict[str, Any]:
        raise ZeroDivisionError("in the model")

    with pytest.raises(ZeroDivisionError, match="in the model"):
        es.Study("meta-avocado", model=broken).run()

    def short(returns: Any) -> dict[str, Any]:
        return {"alpha": 1.0, "beta": returns[1:]}

    with pytest.raises(ValueError, match="beta"):
        es.Study("meta-avocado", model=short).run()
    with pytest.raises(TypeError, match="model must be"):
        es.Study("meta-avocado", model=3)  # type: ignore[arg-type]


def test_factors_come_in_the_order_asked_for(tmp_path: Any) -> None:
    from sample import sessions

    days = sessions()
    rows = "".join(f"{day},{k % 7 / 10},{(k * 3) % 5 / 10}\n" for k, day in enumerate(days))
    file = tmp_path / "factors.csv"
    file.write_text("date,HEAT,RAIN\n" + rows)

    @es.linear_model(id="weather", factors=["RAIN", "HEAT"])
    def weather(returns: Any, rain: Any, heat: Any) -> dict[str, Any]:
        assert max(heat) == pytest.approx(0.006)
        assert max(rain) == pytest.approx(0.004)
        return {"alpha": 1.0, "beta": returns, "rain": rain, "heat": heat}

    result = es.Study("meta-avocado", model=weather, factors=file).run()
    listed = es.Study("meta-avocado", model="factors:RAIN+HEAT", factors=file).run()
    own = result.to_dict()["events"][0]["firms"][0]["daily"]["coefficients"]
    assert [c["name"] for c in own] == ["alpha", "beta", "rain", "heat"]
    other = listed.to_dict()["events"][0]["firms"][0]["daily"]["coefficients"]
    for a, b in zip(own, other, strict=True):
        assert a["value"] == pytest.approx(b["value"], rel=1e-9)
