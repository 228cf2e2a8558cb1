use eventstudy::inference::internals::{CHUNK, in_chunks};

#[test]
fn every_item_is_in_one_chunk_and_chunks_are_in_order() {
    for items in [0, 1, CHUNK, 3 * CHUNK + 5] {
        let all: Vec<usize> = in_chunks(items, |range| range).into_iter().flatten().collect();
        assert_eq!(all, (0..items).collect::<Vec<_>>());
    }
}
