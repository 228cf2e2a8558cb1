//! The colours: Okabe and Ito's, which stay apart for colour-blind readers, and quiet greys.

use plotters::style::RGBAColor;

/// A colour with its opacity.
pub(super) type Color = RGBAColor;

const fn solid(red: u8, green: u8, blue: u8) -> Color {
    RGBAColor(red, green, blue, 1.0)
}

/// A colour with another opacity.
pub(super) const fn faded(color: Color, opacity: f64) -> Color {
    RGBAColor(color.0, color.1, color.2, opacity)
}

/// Text.
pub(super) const INK: Color = solid(27, 31, 36);
/// Secondary text; still more than 5:1 against white.
pub(super) const GREY: Color = solid(91, 101, 112);
/// Frames and axes.
pub(super) const LINE: Color = solid(170, 178, 187);
/// Grid.
pub(super) const GRID: Color = solid(228, 231, 235);
/// The band of noise.
pub(super) const BAND: Color = solid(222, 226, 231);
/// Hours outside the regular session.
pub(super) const EXTENDED: Color = solid(247, 244, 236);
/// Background of cards.
pub(super) const PAPER: Color = solid(247, 248, 250);
/// Paper.
pub(super) const WHITE: Color = solid(255, 255, 255);
/// Raw returns.
pub(super) const RAW: Color = solid(0, 114, 178);
/// Abnormal returns, and whatever is more than noise.
pub(super) const ABNORMAL: Color = solid(200, 80, 0);
/// The news.
pub(super) const NEWS: Color = solid(150, 66, 120);
/// Claims that hold.
pub(super) const HOLDS: Color = solid(0, 115, 84);
/// Claims that hold in part.
pub(super) const IN_PART: Color = solid(33, 113, 168);
/// What is within the noise.
pub(super) const NOISE: Color = solid(84, 96, 110);
/// The stamp on pages of simulated data.
pub(super) const FAINT: Color = RGBAColor(200, 80, 0, 0.11);
