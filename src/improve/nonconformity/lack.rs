//! What is missing for a command; a policy may do without.

use super::rule::Found;
use super::{
    ActionNeed, EffectData, Effectiveness, EffectivenessReview, Evaluation, Nonconformity,
    NonconformityAction, NonconformityCommand, NonconformityGuard,
};
use crate::improve::action::{Action, ActionKind};
use crate::improve::history::Violation;
use crate::quantity::{ActionId, AgentId, CauseId, Date};

impl Nonconformity {
    /// What is missing for the command.
    pub(super) fn lacks(&self, command: &NonconformityCommand, by: &AgentId, today: Option<Date>) -> Found {
        use NonconformityCommand as C;
        match command {
            C::Contain(action) | C::Plan(action) | C::Replan { action, .. } => lacks_of_plan(action, today),
            C::Finish { action, outcome } if outcome.evidence.is_none() => {
                vec![Violation::of(NonconformityGuard::ActionEvidenceMissing, [action])]
            }
            C::Evaluate(Evaluation { need: ActionNeed::NotNeeded { .. }, .. }) => self.lacks_of_no_need(by),
            C::Review(review) => self.lacks_of_review(review, by),
            C::Close { .. } => self.lacks_of_closing(),
            _ => Vec::new(),
        }
    }

    /// Action that was needed is not made needless by whoever would have to take it, nor by its failure.
    fn lacks_of_no_need(&self, by: &AgentId) -> Found {
        let mut needing = self.evaluations.iter().filter(|entry| entry.what.need == ActionNeed::Needed);
        let withdrawn = needing.clone().next().is_some()
            && (needing.any(|entry| entry.by == *by) || self.owners().contains(by));
        let own = withdrawn.then(|| Violation::of(NonconformityGuard::NeedWithdrawn, [by]));
        let failed = self.is_known_ineffective().then(|| Violation::new(NonconformityGuard::NotEffective));
        own.into_iter().chain(failed).collect()
    }

    fn lacks_of_review(&self, review: &EffectivenessReview, by: &AgentId) -> Found {
        use NonconformityGuard as G;
        let mut found = self.lacks_of_actions();
        if self.owners().contains(by) {
            found.push(Violation::of(G::ReviewerOwnsAction, [by]));
        }
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        let done = || self.against_cause().filter_map(|one| Some(one.progress.outcome()?.on));
        let after = match &review.data {
            EffectData::Cycle(result) => result.after_from,
            EffectData::Occurrences(counted) => {
                check(done().min().is_some_and(|first| counted.before().until() >= first), G::BeforeTooLate);
                check(
                    review.verdict == Effectiveness::Effective && !counted.is_long_enough(),
                    G::AfterTooShort,
                );
                counted.after().from()
            }
        };
        check(done().max().is_some_and(|last| after <= last), G::AfterTooEarly);
        if review.verdict == Effectiveness::Effective {
            check(!review.data.shows_effect(), G::EffectContradicted);
            let news = self.addressing().any(|one| self.is_news(one) && one.progress.outcome().is_some());
            check(self.is_known_ineffective() && !news, G::NothingDoneSince);
        }
        found
    }

    pub(super) fn lacks_of_closing(&self) -> Found {
        use NonconformityGuard as G;
        let mut found = self.lacks_of_actions();
        let mut check = |violated: bool, guard| found.extend(violated.then(|| Violation::new(guard)));
        check(!self.has_reacted(), G::ReactionMissing);
        check(self.evaluation().is_none(), G::EvaluationMissing);
        check(self.is_elsewhere_unhandled(), G::ElsewhereUnhandled);
        check(self.is_known_ineffective(), G::NotEffective);
        if !self.is_action_needed() {
            return found;
        }
        check(self.causes().next().is_none(), G::CauseMissing);
        check(!self.has_planned(), G::ActionMissing);
        let given_up = self.has_planned() && self.addressing().all(NonconformityAction::is_cancelled);
        check(given_up, G::NoActionDone);
        check(self.review().is_none(), G::ReviewMissing);
        check(self.risks.is_none(), G::RisksNotConsidered);
        check(self.system.is_none(), G::SystemNotConsidered);
        let bare: Vec<&CauseId> = self.unaddressed().collect();
        if self.has_planned() && !given_up && !bare.is_empty() {
            found.push(Violation::of(G::CauseUnaddressed, bare));
        }
        let aimless = self.against_cause().filter(|one| self.is_aimless(one));
        let aimless: Vec<&ActionId> = aimless.map(|one| one.progress.action().id()).collect();
        if !aimless.is_empty() {
            found.push(Violation::of(G::ActionCauseMissing, aimless));
        }
        found
    }

    fn lacks_of_actions(&self) -> Found {
        let open: Vec<&ActionId> = self.unfinished().map(|one| one.progress.action().id()).collect();
        let open = (!open.is_empty()).then(|| Violation::of(NonconformityGuard::ActionsUnfinished, open));
        open.into_iter().collect()
    }

    /// Whether a corrective action that was not given up addresses none of the causes that the evaluation names.
    fn is_aimless(&self, one: &NonconformityAction) -> bool {
        let action = one.progress.action();
        let aims = self.causes().any(|cause| action.causes().contains(cause));
        action.kind() == ActionKind::Corrective && !one.is_cancelled() && !aims
    }
}

fn lacks_of_plan(action: &Action, today: Option<Date>) -> Found {
    use NonconformityGuard as G;
    let passed = action.due_on().zip(today).is_some_and(|(due, today)| due < today);
    let lacks = [
        (action.owner().is_none(), G::ActionOwnerMissing),
        (action.due_on().is_none(), G::ActionDueMissing),
        (passed, G::ActionDuePassed),
    ];
    let lacking = lacks.into_iter().filter(|(lacks, _)| *lacks);
    lacking.map(|(_, guard)| Violation::of(guard, [action.id()])).collect()
}
