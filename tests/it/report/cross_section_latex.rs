use eventstudy::report::internals::{latex_escape as escape, math};

#[test]
fn no_text_is_a_command() {
    assert_eq!(
        escape(r"a&b_50%{$x^2$}~#\|"),
        r"a\&b\_50\%\{\$x\textasciicircum{}2\$\}\textasciitilde{}\#\textbackslash{}\textbar{}"
    );
    assert_eq!(escape("[0,0]*"), "{[}0,0{]}{*}");
    assert_eq!(
        (math("-0.00"), math("-1.20"), math("1.20")),
        ("0.00".into(), "$-1.20$".into(), "1.20".into())
    );
}
