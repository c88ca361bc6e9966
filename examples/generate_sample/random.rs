//! Random numbers that are the same everywhere: `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number
//! generators", OOPSLA 2014), and every step after it in integers.

pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// Long-tailed around a mean: twentieths of the exponential distribution's quantile function, in percent.
    pub(crate) fn around(&mut self, mean: i64) -> i64 {
        const QUANTILES: [i64; 20] =
            [3, 8, 13, 19, 26, 32, 39, 47, 55, 64, 74, 86, 98, 112, 129, 149, 174, 208, 259, 369];
        let step = QUANTILES[usize::try_from(self.below(20)).unwrap_or_default()];
        let jitter = i64::try_from(self.below(21)).unwrap_or_default() + 90;
        (mean * step * jitter / 10_000).max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T], share: impl Fn(&T) -> u64) -> &'a T {
        let mut left = self.below(choices.iter().map(&share).sum());
        for choice in choices {
            if left < share(choice) {
                return choice;
            }
            left -= share(choice);
        }
        &choices[0]
    }
}
