use eventstudy::report::internals::Lines;
use serde::Serialize;

#[test]
fn the_outer_containers_have_lines() {
    let value = serde_json::json!({"a": {"b": [1, {"c": null}], "d": []}, "e": [], "f": [1, 2]});
    let mut serializer = serde_json::Serializer::with_formatter(Vec::new(), Lines::default());
    value.serialize(&mut serializer).unwrap();
    let text = String::from_utf8(serializer.into_inner()).unwrap();
    let expected = "{\n  \"a\": {\n    \"b\": [1,{\"c\":null}],\n    \"d\": []\n  },\n  \
                    \"e\": [],\n  \"f\": [\n    1,\n    2\n  ]\n}";
    assert_eq!(text, expected);
}
