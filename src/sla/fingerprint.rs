//! Tells whether two engines were made of the same things.

use std::fmt::{self, Write as _};

/// A hash of what a value shows of itself: FNV-1a, 64 bits (Fowler, Noll, Vo), which is the same on every machine.
pub(super) struct Fingerprint(u64);

impl fmt::Write for Fingerprint {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 =
            text.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Ok(())
    }
}

impl Fingerprint {
    /// Of anything by its debug form, as 16 hexadecimal digits.
    pub(super) fn of(value: &impl fmt::Debug) -> String {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        // Writing into it cannot fail.
        let _ = write!(hash, "{value:?}");
        format!("{:016x}", hash.0)
    }
}
