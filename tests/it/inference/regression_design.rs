use eventstudy::inference::internals::Design;
use eventstudy::inference::internals::LeftOutLevel;

#[test]
fn numbers_stay_and_texts_become_dummies() {
    let design = Design::of(&[
        ("size", vec!["1.5", "2", "", "-3e1"]),
        ("sector", vec!["tech", "bank", "bank", " oil "]),
    ])
    .unwrap();
    assert_eq!(design.kept, [0, 1, 3]);
    assert_eq!(design.names, ["size", "sector=oil", "sector=tech"]);
    let rows = [vec![1.0; 3], vec![1.5, 2.0, -30.0], vec![0.0, 0.0, 1.0], vec![1.0, 0.0, 0.0]];
    assert_eq!(design.columns, rows);
    let bank = LeftOutLevel { column: "sector".into(), level: "bank".into() };
    assert_eq!(design.left_out, [bank]);
}

#[test]
fn what_cannot_be_a_regressor_is_told() {
    let told = |values: Vec<&'static str>| Design::of(&[("x", values)]).unwrap_err();
    assert!(told(vec!["1", "2", "many"]).contains("`many`"));
    assert!(told(vec!["1", "inf", "2"]).contains("`inf`"));
    assert!(told(vec!["2", "2.0"]).contains("explains nothing"));
    assert!(told(vec!["a", "a"]).contains("explains nothing"));
    assert!(told(vec!["", "NA"]).contains("no event"));
    let names: Vec<String> = (0..60).map(|i| format!("n{i}")).collect();
    let error = Design::of(&[("x", names.iter().map(String::as_str).collect())]).unwrap_err();
    assert!(error.contains("60 different texts"), "{error}");
}
