use chrono::Days;
use chrono::NaiveDate;
use eventstudy::calendar::TradingCalendar;

#[test]
fn look_ups_agree_with_a_search_on_every_date() {
    let calendar = TradingCalendar::new_york();
    let (first, last) = calendar.range();
    for date in first.iter_days().take_while(|date| *date <= last) {
        let position = calendar.days.partition_point(|day| day.date < date);
        let next = calendar.days.get(position);
        assert_eq!(calendar.next_on_or_after(date), next);
        assert_eq!(calendar.day(date), next.filter(|day| day.date == date));
        assert_eq!(calendar.index_of(date), calendar.day(date).map(|_| position));
        assert_eq!(calendar.previous(date), calendar.days[..position].last());
    }
}

#[test]
fn a_date_outside_the_calendar_is_never_moved_to_its_edge() {
    let calendar = TradingCalendar::new_york();
    let (first, last) = calendar.range();
    for outside in [first - Days::new(1), last + Days::new(1), NaiveDate::MIN, NaiveDate::MAX] {
        assert!(!calendar.covers(outside));
        assert_eq!(calendar.day(outside), None);
        assert_eq!(calendar.index_of(outside), None);
        assert_eq!(calendar.previous(outside), None);
        assert_eq!(calendar.next_on_or_after(outside), None);
    }
}
