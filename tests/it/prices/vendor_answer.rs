use eventstudy::prices::vendor::internals::{Answer, Problem};

fn with(status: u16, header: (&str, &str)) -> Answer {
    let mut answer = Answer::of(status, r#"{"message":"too many requests."}"#);
    answer.headers.insert(header.0.into(), header.1.into());
    answer
}

#[test]
fn the_vendor_says_how_long_to_wait() {
    let seconds = |answer: Answer| answer.wait().map(|w| w.as_secs());
    assert_eq!(seconds(with(429, ("retry-after", "7"))), Some(7));
    assert_eq!(seconds(with(429, ("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT"))), Some(9));
    assert_eq!(seconds(with(429, ("x-ratelimit-reset", "12"))), Some(12));
    assert_eq!(seconds(with(429, ("retry-after", "soon"))), None);
    assert_eq!(seconds(with(429, ("retry-after", "-3"))), None);
    let problem = with(429, ("x", "y")).usual_problem().unwrap();
    let reason = "too many requests.".to_owned();
    assert_eq!(problem, Problem::RateLimited { reason, after: None });
}

#[test]
fn a_web_page_is_no_data() {
    let page = Answer::of(200, "\n <!DOCTYPE html><p>Will be right\n back");
    assert!(page.usual_problem().is_some_and(|p| p.passes()));
    assert_eq!(Answer::of(200, "{}").usual_problem(), None);
    assert!(matches!(Answer::of(401, "").usual_problem(), Some(Problem::WrongKey { .. })));
    assert!(matches!(Answer::of(422, "").usual_problem(), Some(Problem::Refused { .. })));
    assert!(Answer::of(503, "").usual_problem().is_some_and(|p| p.passes()));
}
