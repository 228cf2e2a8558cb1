use eventstudy::inference::internals::{
    chi_squared_above, normal_quantile, student_quantile, student_two_sided,
};

/// Values of SciPy (`t.ppf`, `norm.ppf`, `t.sf`, `chi2.sf`).
#[test]
fn quantiles_and_tails_agree_with_scipy() {
    let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-12, "{a} {b}");
    close(student_quantile(0.975, 248.0), 1.969_575_653_626_095);
    close(normal_quantile(0.975), 1.959963984540054);
    close(student_two_sided(2.0, 8.0), 0.080_516_237_957_262_62);
    // Two degrees of freedom: exp(-x/2).
    close(chi_squared_above(3.0, 2.0), (-1.5_f64).exp());
    close(chi_squared_above(7.814_727_903_251_179, 3.0), 0.05);
    assert!(student_quantile(1.5, 8.0).is_nan());
    close(student_quantile(0.975, f64::INFINITY), 1.959963984540054);
    close(student_two_sided(1.959963984540054, f64::INFINITY), 0.05);
}
