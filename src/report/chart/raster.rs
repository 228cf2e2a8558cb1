//! Fonts, and from SVG to PNG.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use usvg::fontdb::{Database, Source};
use usvg::{FontResolver, Node, Options, Tree};

use super::escape::escape;
use crate::report::ReportError;

/// Pixels of the PNG per pixel of the page.
const ZOOM: f32 = 2.0;
/// The families a viewer of the SVG should look for.
pub(super) const FAMILIES: &str = "DejaVu Sans, Verdana, sans-serif";

/// The bundled fonts, and the widths of what was measured with them.
pub struct Fonts {
    options: Options<'static>,
    widths: RefCell<HashMap<(String, bool), f64>>,
}

impl Fonts {
    /// The bundled fonts alone. System fonts are looked up only for a character that these lack, so
    /// that a page in Latin or Arabic letters is the same on every machine.
    pub fn bundled() -> Self {
        let mut fonts = Database::new();
        fonts.load_font_source(Source::Binary(Arc::new(dejavu::sans::regular())));
        fonts.load_font_source(Source::Binary(Arc::new(dejavu::sans::bold())));
        let bundled = FontResolver::default_fallback_selector();
        let mut options = Options {
            font_family: "DejaVu Sans".into(),
            font_resolver: FontResolver {
                select_font: Box::new(|font, fonts| {
                    let weight = |id| fonts.face(id).map(|face| face.weight.0);
                    let ids: Vec<_> = fonts.faces().take(2).map(|face| face.id).collect();
                    ids.iter()
                        .copied()
                        .find(|id| weight(*id) == Some(font.weight()))
                        .or(ids.first().copied())
                }),
                select_fallback: Box::new(move |c, used, fonts| {
                    // Marks that are never drawn need no font.
                    if matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
                    {
                        return None;
                    }
                    bundled(c, used, fonts).or_else(|| {
                        if fonts.len() > 2 {
                            return None;
                        }
                        Arc::make_mut(fonts).load_system_fonts();
                        bundled(c, used, fonts)
                    })
                }),
            },
            ..Options::default()
        };
        options.fontdb = Arc::new(fonts);
        Self { options, widths: RefCell::default() }
    }

    /// The width of a text in one line.
    pub fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        const MEASURED_AT: f64 = 100.0;
        if text.is_empty() {
            return 0.0;
        }
        let key = (text.to_owned(), bold);
        if let Some(width) = self.widths.borrow().get(&key) {
            return width * size / MEASURED_AT;
        }
        let weight = if bold { "bold" } else { "normal" };
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text xml:space="preserve" font-size="{MEASURED_AT}" font-weight="{weight}">{}</text></svg>"#,
            escape(text)
        );
        let tree = Tree::from_str(&svg, &self.options).ok();
        let width = tree.as_ref().and_then(|t| match t.root().children() {
            [Node::Text(text)] => Some(f64::from(text.bounding_box().width())),
            _ => None,
        });
        // A text without a glyph still takes its place.
        let width = width.unwrap_or(0.6 * MEASURED_AT * text.chars().count() as f64);
        self.widths.borrow_mut().insert(key, width);
        width * size / MEASURED_AT
    }

    /// The picture as PNG at twice its size.
    ///
    /// # Errors
    /// [`ReportError::Drawing`] for an SVG that cannot be read.
    pub(super) fn png(&self, svg: &str) -> Result<Vec<u8>, ReportError> {
        let failed = |reason: String| ReportError::Drawing(reason);
        let tree = Tree::from_str(svg, &self.options).map_err(|e| failed(e.to_string()))?;
        let size = tree.size().to_int_size().scale_by(ZOOM);
        let size = size.ok_or_else(|| failed("the page has no size".into()))?;
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| {
            failed(format!("{} by {} pixels do not fit into memory", size.width(), size.height()))
        })?;
        pixels.fill(Color::WHITE);
        resvg::render(&tree, Transform::from_scale(ZOOM, ZOOM), &mut pixels.as_mut());
        encode(&pixels).map_err(|e| failed(e.to_string()))
    }
}

/// The pixels as PNG. The page is opaque, so a third of what the colours need is not written.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    // Pages are flat colours: without a filter they are smaller, and made in a quarter of the time.
    encoder.set_filter(png::Filter::NoFilter);
    let colors: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colors)?;
    writer.finish()?;
    Ok(file)
}
