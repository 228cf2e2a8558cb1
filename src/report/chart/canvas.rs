//! The drawing surface that all figures share.

use std::fmt::Write as _;

use plotters::prelude::{DrawingBackend, SVGBackend, ShapeStyle};

use super::escape::escape;
use super::palette::{Color, FAINT, INK, WHITE};
use super::raster::{FAMILIES, Fonts};
use super::text::{clean, isolate};
use crate::report::ReportError;

/// The backend knows whole units only, so a pixel of the page is four of them.
const UNITS: f64 = 4.0;

/// A rectangle on the page, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    /// The right edge.
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower edge.
    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// Where a text lies from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    color: Color,
    anchor: Anchor,
    halo: bool,
    right_to_left: bool,
}

impl Type {
    /// Plain dark text of a size, which starts at its point.
    pub(super) const fn new(size: f64) -> Self {
        Self {
            size,
            bold: false,
            color: INK,
            anchor: Anchor::Start,
            halo: false,
            right_to_left: false,
        }
    }

    /// In bold.
    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// In a colour.
    pub(super) const fn color(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// Ending at its point.
    pub(super) const fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }

    /// Centred on its point.
    pub(super) const fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// With a white rim, to be read across lines.
    pub(super) const fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// As a line of a text that reads from right to left.
    pub(super) const fn right_to_left(self, yes: bool) -> Self {
        Self { right_to_left: yes, ..self }
    }
}

enum Shape {
    Rect { area: Area, fill: Color },
    Path { points: Vec<(f64, f64)>, width: f64, color: Color },
    Polygon { points: Vec<(f64, f64)>, fill: Color },
    Circle { center: (f64, f64), radius: f64, color: Color },
}

/// A page under construction. Shapes lie in the order in which they are drawn; all text lies above
/// them.
pub(super) struct Canvas<'f> {
    /// The fonts of the page.
    pub(super) fonts: &'f Fonts,
    shapes: Vec<Shape>,
    texts: String,
}

impl<'f> Canvas<'f> {
    /// An empty page.
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, shapes: Vec::new(), texts: String::new() }
    }

    /// A filled rectangle.
    pub(super) fn rect(&mut self, area: Area, fill: Color) {
        self.shapes.push(Shape::Rect { area, fill });
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&mut self, area: Area, color: Color) {
        let (left, top, right, bottom) = (area.x, area.y, area.right(), area.bottom());
        self.path(
            vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)],
            1.0,
            color,
        );
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, color: Color) {
        self.path(vec![from, to], width, color);
    }

    /// A straight dashed line.
    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), width: f64, color: Color) {
        const DASH: f64 = 4.0;
        const GAP: f64 = 3.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length <= 0.0 {
            return;
        }
        let at = |s: f64| (from.0 + dx * s / length, from.1 + dy * s / length);
        let mut start = 0.0;
        while start < length {
            self.line(at(start), at((start + DASH).min(length)), width, color);
            start += DASH + GAP;
        }
    }

    /// A line through points.
    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, width: f64, color: Color) {
        self.shapes.push(Shape::Path { points, width, color });
    }

    /// A filled area.
    pub(super) fn polygon(&mut self, points: Vec<(f64, f64)>, fill: Color) {
        self.shapes.push(Shape::Polygon { points, fill });
    }

    /// A dot.
    pub(super) fn dot(&mut self, center: (f64, f64), radius: f64, color: Color) {
        self.shapes.push(Shape::Circle { center, radius, color });
    }

    /// A line of text on its baseline. What could break or disguise it is taken out.
    pub(super) fn text(&mut self, (x, y): (f64, f64), text: &str, look: Type) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let anchor = match look.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if look.bold { r#" font-weight="bold""# } else { "" };
        let halo = if look.halo {
            format!(
                r#" stroke="{}" stroke-width="{}" stroke-linejoin="round" paint-order="stroke""#,
                hex(WHITE),
                3.5 * UNITS
            )
        } else {
            String::new()
        };
        let content = escape(&isolate(&text, look.right_to_left));
        let (x, y, size, fill) = (unit(x), unit(y), UNITS * look.size, hex(look.color));
        // Writing to a String does not fail.
        let _ = writeln!(
            self.texts,
            r#"<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{weight}{halo}>{content}</text>"#
        );
    }

    /// A translucent text across the page, turned upwards around its middle.
    pub(super) fn stamp(&mut self, (x, y): (f64, f64), text: &str, size: f64, degrees: f64) {
        let (x, y, size) = (unit(x), unit(y), UNITS * size);
        let content = escape(text);
        let (fill, opacity) = (hex(FAINT), FAINT.3);
        let _ = writeln!(
            self.texts,
            r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="bold" text-anchor="middle" fill="{fill}" fill-opacity="{opacity}" transform="rotate(-{degrees} {x} {y})">{content}</text>"#
        );
    }

    /// The page as SVG.
    ///
    /// # Errors
    /// [`ReportError::Drawing`]
    pub(super) fn into_svg(self, width: f64, height: f64) -> Result<String, ReportError> {
        let failed = |e: &dyn std::fmt::Display| ReportError::Drawing(e.to_string());
        let size = ((UNITS * width) as u32, (UNITS * height) as u32);
        let mut drawn = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut drawn, size);
            // A viewer with a dark background would show dark text on it.
            let paper = Area { x: 0.0, y: 0.0, width, height };
            paint(&mut backend, &Shape::Rect { area: paper, fill: WHITE })
                .map_err(|e| failed(&e))?;
            for shape in &self.shapes {
                paint(&mut backend, shape).map_err(|e| failed(&e))?;
            }
            backend.present().map_err(|e| failed(&e))?;
        }
        // The backend gives the picture the size of its units; the page is four times smaller.
        let body =
            drawn.split_once('>').and_then(|(_, rest)| rest.trim_end().strip_suffix("</svg>"));
        let body = body.ok_or_else(|| failed(&"the drawing backend wrote no picture"))?;
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" font-family=\"{FAMILIES}\">{body}{}</svg>\n",
            size.0, size.1, self.texts
        ))
    }
}

fn paint(backend: &mut SVGBackend<'_>, shape: &Shape) -> Result<(), String> {
    let style = |color: Color, filled: bool, width: f64| ShapeStyle {
        color,
        filled,
        stroke_width: unit(width).max(1) as u32,
    };
    let place = |&(x, y): &(f64, f64)| (unit(x), unit(y));
    let drawn = match shape {
        Shape::Rect { area, fill } => {
            let corners = ((unit(area.x), unit(area.y)), (unit(area.right()), unit(area.bottom())));
            backend.draw_rect(corners.0, corners.1, &style(*fill, true, 1.0), true)
        }
        Shape::Path { points, width, color } => {
            backend.draw_path(points.iter().map(place), &style(*color, false, *width))
        }
        Shape::Polygon { points, fill } => {
            backend.fill_polygon(points.iter().map(place), &style(*fill, true, 1.0))
        }
        Shape::Circle { center, radius, color } => backend.draw_circle(
            place(center),
            unit(*radius) as u32,
            &style(*color, true, 1.0),
            true,
        ),
    };
    drawn.map_err(|e| e.to_string())
}

fn unit(pixels: f64) -> i32 {
    (UNITS * pixels).round() as i32
}

fn hex(color: Color) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}
