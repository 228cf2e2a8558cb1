use eventstudy::report::internals::{cell, sentence};

#[test]
fn signs_and_windows_are_mathematics() {
    assert_eq!(cell("[-1,+1]"), "$[-1,+1]$");
    assert_eq!(cell("Placebo dates, [0,0]"), "Placebo dates, $[0,0]$");
    assert_eq!(cell("-0.50%"), "$-$0.50\\%");
    assert_eq!(cell("-1.96 to +1.96"), "$-$1.96 to $+$1.96");
    assert_eq!(cell("5.0% ± 0.2"), "5.0\\% $\\pm$ 0.2");
    assert_eq!((cell("–"), cell("Newey-")), ("--".into(), "Newey-".into()));
    assert_eq!(sentence("alpha: 5% [a]"), "Alpha: 5\\% {[}a{]}.");
}
