//! Pseudo-random numbers that are the same everywhere: a seed and a name give a stream.

use super::distribution::float;

/// Xoshiro256++: Blackman and Vigna, *Scrambled linear pseudorandom number generators* (2021).
#[derive(Debug, Clone)]
pub(crate) struct Generator([u64; 4]);

/// `SplitMix64`: Steele, Lea and Flood, *Fast splittable pseudorandom number generators* (2014).
struct SplitMix(u64);

impl Generator {
    /// The stream of a name under a seed. Streams of other names do not hang on it, so that one more name leaves them
    /// as they are.
    pub(crate) fn of(seed: u64, name: &str) -> Self {
        let mut split = SplitMix(seed ^ fingerprint(name));
        // One round between seed and stream, so that seeds which differ in a digit do not give like states.
        split = SplitMix(split.next());
        Self([split.next(), split.next(), split.next(), split.next()])
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let drawn = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        drawn
    }

    /// Evenly between 0 and 1, neither of which it ever is: the middles of 2⁵² intervals.
    pub(crate) fn uniform(&mut self) -> f64 {
        (float(self.next() >> 12) + 0.5) / TWO_TO_52
    }
}

const TWO_TO_52: f64 = 4_503_599_627_370_496.0;

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// FNV-1a: Fowler, Noll and Vo (1991).
fn fingerprint(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generators_give_the_published_numbers() {
        let mut split = SplitMix(1_234_567);
        assert_eq!(split.next(), 6_457_827_717_110_365_317);
        assert_eq!(split.next(), 3_203_168_211_198_807_973);
        let mut xoshiro = Generator([1, 2, 3, 4]);
        let published = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
        ];
        assert_eq!(published.map(|_| xoshiro.next()), published);
        assert_eq!((fingerprint(""), fingerprint("a")), (0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c));
    }

    #[test]
    fn streams_are_even_and_their_own() {
        let mut stream = Generator::of(7, "csat");
        let draws: Vec<f64> = (0..10_000).map(|_| stream.uniform()).collect();
        assert!(draws.iter().all(|draw| *draw > 0.0 && *draw < 1.0));
        let mean = draws.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.012, "{mean}"); // four standard errors
        let first = |seed, name| Generator::of(seed, name).next();
        assert_eq!(first(7, "csat"), first(7, "csat"));
        assert!(first(7, "csat") != first(8, "csat") && first(7, "csat") != first(7, "on_time"));
    }
}
