use eventstudy::inference::internals::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};

#[test]
fn three_p_values_by_hand() {
    let close = |a: Vec<f64>, b: [f64; 3]| {
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-15), "{a:?} {b:?}");
    };
    let p = [0.01, 0.04, 0.03];
    close(holm(&p), [0.03, 0.06, 0.06]);
    close(bonferroni(&p), [0.03, 0.12, 0.09]);
    close(benjamini_hochberg(&p), [0.03, 0.04, 0.04]);
    close(benjamini_yekutieli(&p), [0.055, 0.22 / 3.0, 0.22 / 3.0]);
    assert!(holm(&[]).is_empty() && benjamini_yekutieli(&[]).is_empty());
}
