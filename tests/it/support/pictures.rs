//! Pictures read back as the shapes and texts that they draw.

use usvg::fontdb::Source;

/// The picture as it is drawn, with the fonts of the report.
pub fn tree(svg: &str) -> usvg::Tree {
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_font_source(Source::Binary(std::sync::Arc::new(dejavu::sans::regular())));
    fonts.load_font_source(Source::Binary(std::sync::Arc::new(dejavu::sans::bold())));
    usvg::Tree::from_str(svg, &options).expect("the picture is well-formed")
}

/// Visits every shape and text, however deep in groups.
pub fn walk(group: &usvg::Group, visit: &mut dyn FnMut(&usvg::Node)) {
    for node in group.children() {
        visit(node);
        if let usvg::Node::Group(inner) = node {
            walk(inner, visit);
        }
    }
}
