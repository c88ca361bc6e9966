//! Facts that hold when this file compiles: what is compiled once is shared freely, errors travel.

use std::error::Error;

use service_quality::calendar::{Calendar, CalendarError, WorkingTimeError, WorkingTimeIndex};
use service_quality::indicator::{Indicator, IndicatorError, IndicatorTally, TallyError};
use service_quality::quantity::QuantityError;
use service_quality::score::{Model, ScoreError, Scorecard};
use service_quality::sla::{Agreement, AgreementError, Evaluation, SlaEngine};
use service_quality::standard::{
    Engine, GroupedTally, RecordError, ServiceTally, ServiceTallyError, Standard, StandardError,
};
use service_quality::ticket::{Condition, Ticket, TicketError};

const fn shared<T: Send + Sync + 'static>() {}
const fn error<T: Error + Clone + PartialEq + Send + Sync + 'static>() {}

const _: () = {
    shared::<Engine>();
    shared::<Standard>();
    shared::<SlaEngine>();
    shared::<WorkingTimeIndex>();
    shared::<Calendar>();
    shared::<Agreement>();
    shared::<Indicator>();
    shared::<Model>();
    shared::<Condition>();
    shared::<Ticket>();
    shared::<Evaluation>();
    shared::<IndicatorTally>();
    shared::<ServiceTally>();
    shared::<GroupedTally>();
    shared::<Scorecard>();
    error::<service_quality::Error>();
    error::<QuantityError>();
    error::<CalendarError>();
    error::<WorkingTimeError>();
    error::<TicketError>();
    error::<AgreementError>();
    error::<IndicatorError>();
    error::<TallyError>();
    error::<ScoreError>();
    error::<StandardError>();
    error::<RecordError>();
    error::<ServiceTallyError>();
};
