//! A whole divided into integers, exactly.

/// Divides `total` into whole units in proportion to `shares`, exactly: the method of the largest remainder
/// (Hamilton). Of equal remainders the earlier comes first.
///
/// Nothing is given out when the shares sum to 0. Shares and total are not negative; the caller sees to it that no
/// product of a share and the total leaves `i128`.
pub(crate) fn apportion(total: i128, shares: &[i128]) -> Vec<i128> {
    let sum: i128 = shares.iter().sum();
    let quota = |share: &i128| share.checked_mul(total)?.checked_div(sum);
    let mut parts: Vec<i128> = shares.iter().map(|share| quota(share).unwrap_or_default()).collect();
    let given: i128 = parts.iter().sum();
    let mut claims: Vec<(i128, &mut i128)> = shares
        .iter()
        .map(|share| share.checked_mul(total).and_then(|wide| wide.checked_rem(sum)).unwrap_or_default())
        .zip(&mut parts)
        .filter(|(remainder, _)| *remainder > 0)
        .collect();
    claims.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
    for (_, part) in claims.into_iter().take(usize::try_from(total - given).unwrap_or_default()) {
        *part += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_ties_go_by_order() {
        assert_eq!(apportion(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportion(10, &[0, 5, 5, 1]), [0, 5, 4, 1]);
        assert_eq!(apportion(0, &[3, 4]), [0, 0]);
        assert_eq!(apportion(7, &[0, 0]), [0, 0]);
        assert_eq!(apportion(7, &[]), [0_i128; 0]);
    }
}
