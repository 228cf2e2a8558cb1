//! The pictures of a study of many events.

use super::Made;
use crate::report::{ReportError, chart};
use crate::study::many::CrossSectionResults;

/// The page with all pictures, and each picture alone below `figures/`.
pub(super) fn figures(results: &CrossSectionResults) -> Result<Vec<Made>, ReportError> {
    let page = chart::sample_page(results)?;
    let mut made: Vec<Made> =
        vec![("report.png".into(), page.png), ("report.svg".into(), page.svg.into_bytes())];
    for (name, figure) in chart::sample_figures(results)? {
        made.push((format!("figures/{name}.png").into(), figure.png));
        made.push((format!("figures/{name}.svg").into(), figure.svg.into_bytes()));
    }
    Ok(made)
}
