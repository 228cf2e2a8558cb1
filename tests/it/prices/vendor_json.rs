use eventstudy::prices::internals::{body, number};
use eventstudy::prices::vendor::internals::{Answer, Problem};

#[test]
fn words_for_no_number_are_missing_and_texts_stay() {
    let answer = Answer::of(200, r#"{"a":[1,NaN,-Infinity],"b":"NaN \"Infinity"}"#);
    let value = body(&answer).unwrap();
    assert_eq!(value["a"], serde_json::json!([1, null, null]));
    assert_eq!(value["b"], "NaN \"Infinity");
    let cut = body(&Answer::of(200, r#"{"a":[1,NaN,"x"#)).unwrap_err();
    assert!(matches!(&cut, Problem::Malformed { reason } if reason.contains("EOF")), "{cut:?}");
    assert!(matches!(body(&Answer::of(429, "Edge")), Err(Problem::RateLimited { .. })));
}

#[test]
fn only_finite_numbers_are_numbers() {
    let value = serde_json::json!({"a": 1.5, "b": "4", "c": "inf", "d": null, "e": true, "f": ""});
    let read: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"].map(|k| number(value.get(k))).into();
    assert_eq!(read, [Some(1.5), Some(4.0), None, None, None, None, None]);
}
