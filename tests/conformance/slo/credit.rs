//! Service credits.

use std::error::Error;

use serde_json::{Value, json};
use service_quality::quantity::{Money, Number, Share, Timestamp};
use service_quality::slo::credit::{
    CreditAward, CreditBreach, CreditCase, CreditMinimum, CreditSchedule, CreditTerms, CreditTier,
    CreditTiers,
};

use super::budget::{percent, shown};
use crate::{Answer, Case};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Tables as providers publish them, in percent: below, at least, credit.
pub(super) const PUBLISHED: &str = include_str!("published.json");

pub(super) fn answer(case: &Case) -> Option<Answer> {
    let kind = case.kind.strip_prefix("slo.")?;
    let calculation = match kind {
        "credit_table" => table,
        "credit_lookup" => lookup,
        "credit_amount" => amount,
        "credit_cap" => cap,
        "credit_accrual_cap" => accrual,
        "credit_annual_cap" => annual,
        "credit_minimum" => minimum,
        _ => return None,
    };
    Some(calculation(&case.input).and_then(|answer| Ok(serde_json::from_value(answer)?)))
}

fn tier([below, at_least, credit]: [&Value; 3]) -> Fallible<CreditTier> {
    Ok(CreditTier { below: percent(below)?, at_least: percent(at_least)?, credit: percent(credit)? })
}

fn published(name: &Value) -> Fallible<CreditTiers> {
    let all: Value = serde_json::from_str(PUBLISHED)?;
    let rows = all["credits"][name.as_str().unwrap_or_default()].as_array();
    let rows = rows.ok_or_else(|| format!("no table {name}"))?.iter();
    Ok(CreditTiers::new(rows.map(|row| tier([&row[0], &row[1], &row[2]])).collect::<Fallible<_>>()?)?)
}

fn table(input: &Value) -> Fallible<Value> {
    let rows = input["tiers"].as_array().ok_or("no tiers")?.iter();
    let tiers = rows.map(|row| tier([&row["below"], &row["at_least"], &row["credit_percent"]]));
    let tiers = CreditTiers::new(tiers.collect::<Fallible<_>>()?)?;
    Ok(json!({"commitment_percent": in_percent(tiers.commitment())?}))
}

fn lookup(input: &Value) -> Fallible<Value> {
    let tiers = published(&input["table"])?;
    let found = tiers.find(percent(&input["uptime_percent"])?.into());
    let credit = found.map_or(Share::ZERO, |(_, tier)| tier.credit);
    Ok(json!({"credit_percent": in_percent(credit)?}))
}

fn amount(input: &Value) -> Fallible<Value> {
    let terms = CreditTerms { tiers: Some(published(&input["table"])?), ..CreditTerms::new("USD") };
    let breach = CreditBreach::Reached(percent(&input["uptime_percent"])?.into());
    let award = award(terms, &CreditCase::new(money(&input["fee"])?, vec![breach]))?;
    let share = award.percent_of_fee().ok_or("no fee")?;
    Ok(json!({"credit_percent": shown(share)?, "credit": printed(&award)}))
}

fn cap(input: &Value) -> Fallible<Value> {
    let terms = CreditTerms { period_cap: Some(percent(&input["cap_percent"])?), ..CreditTerms::new("USD") };
    let credits = input["credits"].as_array().ok_or("no credits")?.iter();
    let breaches = credits.map(|credit| Ok(CreditBreach::Amount(money(credit)?))).collect::<Fallible<_>>()?;
    let award = award(terms, &CreditCase::new(money(&input["fee"])?, breaches))?;
    Ok(json!({"credit": printed(&award)}))
}

fn accrual(input: &Value) -> Fallible<Value> {
    let terms = CreditTerms {
        per_breach: Some(percent(&input["per_breach_percent"])?),
        period_cap: Some(percent(&input["monthly_cap_percent"])?),
        ..CreditTerms::new("USD")
    };
    let breaches = usize::try_from(input["breaches"].as_u64().ok_or("no number of breaches")?)?;
    let fee = money(&json!("100.00"))?;
    let award = award(terms, &CreditCase::new(fee, vec![CreditBreach::Breach; breaches]))?;
    Ok(json!({"credit_percent": shown(award.percent_of_fee().ok_or("no fee")?)?}))
}

fn annual(input: &Value) -> Fallible<Value> {
    let terms = CreditTerms { annual_cap: Some(percent(&input["cap_percent"])?), ..CreditTerms::new("USD") };
    let credit = money(&input["new_credit"])?;
    let mut case = CreditCase::new(credit.clone(), vec![CreditBreach::Amount(credit)]);
    case.annual_fees = Some(money(&input["prior_12m_fees"])?);
    case.annual_granted = Some(money(&input["credits_already"])?);
    let award = award(terms, &case)?;
    Ok(json!({"granted": printed(&award)}))
}

fn minimum(input: &Value) -> Fallible<Value> {
    let read = |value: &Value| serde_json::from_value::<Number>(value.clone());
    let minimum = match (&input["minimum_exclusive"], &input["minimum_inclusive"]) {
        (Value::Null, Value::Null) => None,
        (Value::Null, least) => Some(CreditMinimum::AtLeast(read(least)?)),
        (least, _) => Some(CreditMinimum::Above(read(least)?)),
    };
    let terms = CreditTerms {
        per_breach: Some(percent(&input["credit_percent"])?),
        minimum,
        ..CreditTerms::new("USD")
    };
    let case = CreditCase::new(money(&input["fee"])?, vec![CreditBreach::Breach]);
    Ok(json!({"credit": printed(&award(terms, &case)?)}))
}

/// Nothing here is to be asked for, so that any instant will do.
fn award(terms: CreditTerms, case: &CreditCase) -> Fallible<CreditAward> {
    Ok(CreditSchedule::new(terms)?.award(case, Timestamp::MIN)?)
}

fn money(amount: &Value) -> Fallible<Money> {
    Ok(Money::new(serde_json::from_value(amount.clone())?, "USD")?)
}

fn printed(award: &CreditAward) -> String {
    award.credit.amount().printed(2)
}

fn in_percent(share: Share) -> Fallible<Value> {
    shown(Number::new(share.percent())?)
}
