//! The list of models.

use super::{
    Blume, Capm, CapmSlope, CapmWithoutAlpha, ConstantMean, Dimson, Egarch, ExpectedReturnModel,
    FactorModel, FamaFrench, FowlerRorke, Garch, Industry, MarketAdjusted, MarketModel, Matched,
    ScholesWilliams, SyntheticControl, TradeToTrade, Vasicek,
};

/// A model of the list: how to make it, and what it is.
pub struct ModelEntry {
    /// The name in commands and files.
    pub id: &'static str,
    /// The expected return as a formula.
    pub formula: &'static str,
    /// The source.
    pub reference: &'static str,
    /// Makes the model.
    pub make: fn() -> Box<dyn ExpectedReturnModel>,
}

/// Every model of this crate.
pub const MODELS: &[ModelEntry] = &[
    ModelEntry {
        id: "market-model",
        formula: "E[R] = alpha + beta Rm",
        reference: "Sharpe 1963; MacKinlay 1997",
        make: || Box::new(MarketModel),
    },
    ModelEntry {
        id: "market-adjusted",
        formula: "E[R] = Rm",
        reference: "Brown and Warner 1985",
        make: || Box::new(MarketAdjusted::default()),
    },
    ModelEntry {
        id: "market-adjusted-zero-mean",
        formula: "E[R] = Rm, variance around zero",
        reference: "Brown and Warner 1985",
        make: || Box::new(MarketAdjusted::ZERO_MEAN),
    },
    ModelEntry {
        id: "constant-mean",
        formula: "E[R] = mean of R over the estimation window",
        reference: "Brown and Warner 1985",
        make: || Box::new(ConstantMean),
    },
    ModelEntry {
        id: "capm",
        formula: "E[R] = rf + alpha + beta (Rm - rf)",
        reference: "Jensen 1968",
        make: || Box::new(Capm),
    },
    ModelEntry {
        id: "capm-no-alpha",
        formula: "E[R] = rf + beta (Rm - rf)",
        reference: "Sharpe 1964",
        make: || Box::new(CapmWithoutAlpha::default()),
    },
    ModelEntry {
        id: "capm-through-origin",
        formula: "the same, beta through the origin",
        reference: "Black, Jensen and Scholes 1972",
        make: || Box::new(CapmWithoutAlpha { slope: CapmSlope::ThroughOrigin }),
    },
    ModelEntry {
        id: "ff3",
        formula: "E[R] = rf + alpha + b'(Mkt-RF, SMB, HML)",
        reference: "Fama and French 1993",
        make: || Box::new(FamaFrench::THREE),
    },
    ModelEntry {
        id: "carhart",
        formula: "ff3 and Mom",
        reference: "Carhart 1997",
        make: || Box::new(FamaFrench::CARHART),
    },
    ModelEntry {
        id: "ff5",
        formula: "ff3, RMW and CMA",
        reference: "Fama and French 2015",
        make: || Box::new(FamaFrench::FIVE),
    },
    ModelEntry {
        id: "ff6",
        formula: "ff5 and Mom",
        reference: "Fama and French 2018",
        make: || Box::new(FamaFrench::SIX),
    },
    ModelEntry {
        id: "industry",
        formula: "E[R] = alpha + beta Rm + c (Ri - Rm), Ri: peers",
        reference: "King 1966; MacKinlay 1997",
        make: || Box::new(Industry),
    },
    ModelEntry {
        id: "scholes-williams",
        formula: "market model, beta of Scholes and Williams",
        reference: "Scholes and Williams 1977",
        make: || Box::new(ScholesWilliams),
    },
    ModelEntry {
        id: "dimson",
        formula: "market model, beta over one lead and lag",
        reference: "Dimson 1979",
        make: || Box::new(Dimson::<1>),
    },
    ModelEntry {
        id: "dimson-2",
        formula: "the same over two",
        reference: "Dimson 1979",
        make: || Box::new(Dimson::<2>),
    },
    ModelEntry {
        id: "fowler-rorke",
        formula: "market model, weighted over one lead and lag",
        reference: "Fowler and Rorke 1983",
        make: || Box::new(FowlerRorke::<1>),
    },
    ModelEntry {
        id: "fowler-rorke-2",
        formula: "the same over two",
        reference: "Fowler and Rorke 1983",
        make: || Box::new(FowlerRorke::<2>),
    },
    ModelEntry {
        id: "vasicek",
        formula: "market model, beta drawn to that of peers",
        reference: "Vasicek 1973",
        make: || Box::new(Vasicek::default()),
    },
    ModelEntry {
        id: "blume",
        formula: "market model, beta 1/3 + 2/3 b",
        reference: "Blume 1975",
        make: || Box::new(Blume::default()),
    },
    ModelEntry {
        id: "garch",
        formula: "market model, variance by GARCH(1,1)",
        reference: "Bollerslev 1986",
        make: || Box::new(Garch),
    },
    ModelEntry {
        id: "egarch",
        formula: "market model, variance by EGARCH(1,1)",
        reference: "Nelson 1991",
        make: || Box::new(Egarch),
    },
    ModelEntry {
        id: "trade-to-trade",
        formula: "market model on returns over gaps",
        reference: "Maynes and Rumsey 1993",
        make: || Box::new(TradeToTrade),
    },
    ModelEntry {
        id: "matched",
        formula: "E[R] = mean return of matched firms",
        reference: "Barber and Lyon 1997",
        make: || Box::new(Matched),
    },
    ModelEntry {
        id: "synthetic-control",
        formula: "E[R] = w'R of donors, w >= 0, sum w = 1",
        reference: "Abadie, Diamond and Hainmueller 2010",
        make: || Box::new(SyntheticControl),
    },
];

/// The model with this id: one of [`MODELS`], or `factors:A+B` for the market model with these
/// columns of the factor file.
pub fn model(id: &str) -> Option<Box<dyn ExpectedReturnModel>> {
    let listed = MODELS.iter().find(|entry| entry.id == id).map(|entry| (entry.make)());
    listed.or_else(|| Some(Box::new(FactorModel::parse(id)?)))
}
