use std::collections::BTreeMap;

use crate::analysis::Undefined;
use crate::analysis::distribution::float;
use crate::analysis::series::{check, count, order, out_of_range, varied};
use crate::analysis::sums::sorted_sum;

/// How well classes are parted, from −1 to 1: Rousseeuw, *Silhouettes* (1987).
///
/// For each value, a is its mean distance to the others of its class and b the least mean distance to another class; its
/// silhouette is (b − a)/max(a, b), and 0 where it is alone in its class. Given is the mean of all. Above 0.5 the classes
/// are parted well, below 0.25 hardly. Takes n²/2 distances.
///
/// ```
/// use service_quality::analysis::classes;
/// let well = classes::silhouette(&[1.0, 2.0, 3.0, 50.0, 51.0], &[0, 0, 0, 1, 1])?;
/// let badly = classes::silhouette(&[1.0, 2.0, 3.0, 50.0, 51.0], &[0, 1, 0, 1, 0])?;
/// assert!(well > 0.9 && badly < 0.0);
/// # Ok::<(), service_quality::analysis::Undefined>(())
/// ```
///
/// # Errors
///
/// Of lists of different length, of a value that is not finite or beyond ±1e100, where all are equal, and of fewer than two
/// classes or of as many as values.
pub fn silhouette(values: &[f64], labels: &[usize]) -> Result<f64, Undefined> {
    check("values", values, 0)?;
    if labels.len() != values.len() {
        return Err(Undefined::Unequal { what: "labels", given: labels.len(), needed: values.len() });
    }
    check("values", values, 3)?;
    varied("values", values)?;
    let mut classes: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (value, label) in values.iter().zip(labels) {
        classes.entry(*label).or_default().push(*value);
    }
    if classes.len() < 2 || classes.len() == values.len() {
        return Err(out_of_range(
            "the number of classes",
            &classes.len(),
            "from 2 to one less than there are values",
        ));
    }
    // So that the order of the values does not show in the last digits.
    for members in classes.values_mut() {
        members.sort_by(order);
    }
    let silhouettes = values.iter().zip(labels).map(|(value, label)| one(*value, *label, &classes));
    Ok(sorted_sum(silhouettes) / count(values))
}

fn one(value: f64, own: usize, classes: &BTreeMap<usize, Vec<f64>>) -> f64 {
    let (mut inside, mut outside) = (0.0, f64::INFINITY);
    for (label, members) in classes {
        let distance: f64 = members.iter().map(|member| (member - value).abs()).sum();
        if *label != own {
            outside = outside.min(distance / count(members));
        } else if members.len() > 1 {
            inside = distance / float(members.len() as u64 - 1);
        } else {
            return 0.0;
        }
    }
    let larger = inside.max(outside);
    if larger > 0.0 { (outside - inside) / larger } else { 0.0 }
}
