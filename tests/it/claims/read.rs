use eventstudy::claims::{ClaimError, ClaimLeg, Intensity, read};

#[test]
fn the_claims_of_the_catalogue_are_understood() {
    let baba = read("BABA rose before the open").unwrap();
    assert_eq!(
        (baba.direction, baba.intensity, baba.leg),
        (1, Intensity::Plain, ClaimLeg::Premarket)
    );
    let meta = read("META fell slightly").unwrap();
    assert_eq!(
        (meta.direction, meta.intensity, meta.leg),
        (-1, Intensity::Hedged, ClaimLeg::NotSaid)
    );
    let cuts = read("META rose about 4%").unwrap();
    let number = cuts.number.unwrap();
    assert_eq!((number.value, number.half_unit, number.at_least), (0.04, 0.005, false));
}

#[test]
fn strength_comes_from_verb_or_adverb() {
    for (text, direction, intensity) in [
        ("X plunged", -1, Intensity::Sharp),
        ("X rose sharply on Tuesday", 1, Intensity::Sharp),
        ("X soared after the news", 1, Intensity::Extreme),
        ("X was little changed.", 0, Intensity::Flat),
        ("X edged lower in premarket trading", -1, Intensity::Hedged),
        ("X ticked up", 1, Intensity::Hedged),
    ] {
        let reading = read(text).unwrap();
        assert_eq!((reading.direction, reading.intensity), (direction, intensity), "{text}");
    }
}

#[test]
fn numbers_keep_their_precision_and_bounds() {
    let n = read("X fell 1.25% at the open").unwrap().number.unwrap();
    assert_eq!((n.value, n.half_unit), (0.0125, 0.000_05));
    assert!(read("X rose more than 6 per cent").unwrap().number.unwrap().at_least);
    assert_eq!(read("X rose in 2025").unwrap().number, None);
    assert_eq!(read("X rose $5 per share").unwrap().number, None);
    assert_eq!(read("X fell .5%").unwrap().number.unwrap().value, 0.005);
    assert_eq!(read("X rose 1,200%").unwrap().number.unwrap().value, 12.0);
    assert!(matches!(read("X fell 4½%"), Err(ClaimError::UnreadableNumber { .. })));
}

#[test]
fn a_cause_is_noticed() {
    assert!(read("X rose on the news").unwrap().causal);
    assert!(!read("X rose in after-hours trading").unwrap().causal);
    assert_eq!(read("X rose in after-hours trading").unwrap().leg, ClaimLeg::Post);
}

#[test]
fn what_is_not_said_is_not_guessed() {
    assert!(matches!(read("X did not go up"), Err(ClaimError::Negated { .. })));
    assert!(matches!(read("X didn't fall"), Err(ClaimError::Negated { .. })));
    assert!(matches!(read("X moved"), Err(ClaimError::NoDirection { .. })));
    assert!(matches!(read("X rose and Y fell"), Err(ClaimError::BothDirections { .. })));
}
