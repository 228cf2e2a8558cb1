//! Reports.
/// err
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// x
    #[error("x")]
    X,
}
impl ReportError {
    /// h
    pub fn hint(&self) -> String { String::new() }
}
/// r
pub struct Report;
