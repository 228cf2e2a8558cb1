use eventstudy::inference::internals::{BLOCK, Flips, drawn_sums};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[test]
fn enumeration_visits_every_sign_vector_once() {
    let columns = vec![vec![1.0, 2.0, 4.0], vec![0.0, 1.0, 0.0]];
    let flips = Flips::All { units: 3 };
    let counts = flips.count(&columns, 8, |row, counts| {
        counts[((row[0] + 7.0) / 2.0) as usize] += 1;
    });
    assert_eq!(counts, [1; 8]);
    assert_eq!((flips.p_value(2), flips.smallest()), (0.25, 0.25));
}

/// Lanes must give the sums that the bits of each stream give one by one, in every column,
/// also where the units fill no whole block.
#[test]
fn drawn_sums_are_those_of_the_bits_of_each_stream() {
    let units = 2 * BLOCK + 70;
    let value = |c: usize, u: usize| ((u * 37 + c * 11) % 101) as f64 - 40.0;
    let columns: Vec<Vec<f64>> =
        (0..6).map(|c| (0..units).map(|u| value(c, u)).collect()).collect();
    let sums = drawn_sums(&columns, 3..9, 42);
    for (row, draw) in sums.chunks(6).zip(3_u64..9) {
        let mut stream = ChaCha8Rng::seed_from_u64(42);
        stream.set_stream(draw);
        let mut signs = Vec::new();
        while signs.len() < units {
            let word = stream.next_u64();
            signs.extend((0..64).map(|k| if word >> k & 1 == 1 { 1.0 } else { -1.0 }));
        }
        for (c, sum) in row.iter().enumerate() {
            let want: f64 = (0..units).map(|u| signs[u] * columns[c][u]).sum();
            assert_eq!(*sum, want);
        }
    }
}
