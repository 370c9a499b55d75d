//! One case of each sequence is followed to the end that it is to have, so that many get there.

use super::super::Model;
use super::super::sheet::{BILLION, appeal_until, is_open};
use crate::world::number_of;
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{Case, CaseState, Mode};

/// What is to become of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Aim {
    Execute,
    Refund,
    /// Its appeal is rejected, and it is executed.
    Reject,
    /// Its appeal lowers what it costs, and it is executed.
    Reduce,
    Cancel,
    /// Nobody freezes it in time.
    TooOld,
    /// Nobody decides its appeal in time.
    Undecided,
    /// Nobody executes it in time.
    Lapse,
    /// It is frozen, and left to itself.
    Leave,
}

const AIMS: [Aim; 12] = [
    Aim::Execute,
    Aim::Execute,
    Aim::Refund,
    Aim::Refund,
    Aim::Reject,
    Aim::Reduce,
    Aim::Cancel,
    Aim::TooOld,
    Aim::Undecided,
    Aim::Lapse,
    Aim::Leave,
    Aim::Leave,
];

/// Days until a new period is wanted for a new case.
const RECENT: u32 = 12;

impl Model {
    /// Takes the followed case one step further.
    pub(super) fn guide(&mut self) -> Result<(), String> {
        let followed = self.followed.and_then(|id| self.sheet.case(id).ok());
        let Some(case) = followed.cloned() else {
            return self.begin();
        };
        match case.state {
            CaseState::Reported | CaseState::Proposed { .. } => self.before_the_vote(&case),
            CaseState::Frozen { until_ns } => self.in_notice(&case, until_ns),
            CaseState::AppealWindow { until_ns } => self.in_appeals(&case, until_ns),
            CaseState::Executable { until_ns } => self.at_the_end(&case, until_ns),
            CaseState::Executed { .. } => {
                self.followed = None;
                if self.aim == Aim::Refund {
                    self.refund(case.id)?;
                }
                Ok(())
            }
            CaseState::Cancelled { .. }
            | CaseState::Expired { .. }
            | CaseState::Refunded { .. } => self.begin(),
        }
    }

    /// A new case, about a recent day of which a period is closed.
    fn begin(&mut self) -> Result<(), String> {
        self.followed = None;
        let today = u32::try_from(self.canister.now_ns / DAY_NS).unwrap();
        let latest = self.sheet.latest_day();
        let recent = latest.filter(|day| today - day <= RECENT);
        let Some(day) = recent else {
            return self.close_month();
        };
        self.aim = *self.dice.pick(&AIMS);
        let n = self.accused();
        let evidence = Sha256Hash(self.dice.bytes());
        let finding = self.dice.percent(25);
        let charge = self.charge(n, day, evidence, finding);
        let id = self.sheet.cases.len() as u64;
        if self.report(charge, finding)? {
            self.followed = Some(id);
        }
        Ok(())
    }

    /// Some provider; often one who is accused already, so that offences meet.
    fn accused(&mut self) -> u8 {
        let cases = self.sheet.cases.iter();
        let judged = cases.filter(|case| is_open(case) && case.judgement.is_some());
        let accused = judged.filter_map(|case| number_of(case.charge.provider));
        let accused: Vec<u8> = accused.collect();
        if accused.is_empty() || self.dice.percent(60) {
            self.number()
        } else {
            *self.dice.pick(&accused)
        }
    }

    /// Cases are enforced, or at least logged.
    fn enable(&mut self) -> Result<(), String> {
        let mode = if self.dice.percent(15) {
            Mode::LogOnly
        } else {
            Mode::Enabled
        };
        if self.sheet.policy.mode == mode {
            return Ok(());
        }
        self.set_mode(mode)
    }

    fn before_the_vote(&mut self, case: &Case) -> Result<(), String> {
        match self.aim {
            Aim::TooOld => {
                self.pass_until(case.freeze_until_ns + 1)?;
                self.advance_all()
            }
            Aim::Cancel if self.dice.percent(20) => self.cancel(case.id),
            _ if self.dice.percent(25) => {
                let proposal_id = self.dice.below(6);
                self.propose(case.id, proposal_id)
            }
            _ => {
                self.enable()?;
                let limits = [None, None, None, Some(BILLION / 20)];
                let at_most = *self.dice.pick(&limits);
                let frozen = self.freeze(case.id, case.charge.evidence_hash, at_most)?;
                if !frozen || self.aim == Aim::Leave {
                    self.followed = None;
                }
                Ok(())
            }
        }
    }

    fn in_notice(&mut self, case: &Case, until_ns: u64) -> Result<(), String> {
        if self.aim == Aim::Cancel && self.dice.percent(40) {
            return self.cancel(case.id);
        }
        self.pass_until(until_ns)?;
        self.advance_all()
    }

    fn in_appeals(&mut self, case: &Case, until_ns: u64) -> Result<(), String> {
        let id = case.id;
        if let Some(decide_until_ns) = appeal_until(case) {
            return match self.aim {
                Aim::Undecided => {
                    self.pass_until(decide_until_ns)?;
                    self.advance_all()
                }
                Aim::Reduce => {
                    let costs = case.judgement.as_ref().map_or(0, |it| it.ppb);
                    let half = costs / 200_000 * 100_000;
                    self.reduce(id, half.max(100_000))
                }
                Aim::Cancel => self.cancel(id),
                _ => self.reject(id),
            };
        }
        let appeals = matches!(self.aim, Aim::Reject | Aim::Reduce | Aim::Undecided);
        if appeals && case.appeal.is_none() && self.canister.now_ns < until_ns {
            return self.appeal(id, case.charge.provider.0);
        }
        if self.aim == Aim::Cancel && self.dice.percent(40) {
            return self.cancel(id);
        }
        self.pass_until(until_ns)?;
        self.advance_all()
    }

    fn at_the_end(&mut self, case: &Case, until_ns: u64) -> Result<(), String> {
        match self.aim {
            Aim::Lapse => {
                self.pass_until(until_ns)?;
                self.advance_all()
            }
            Aim::Cancel => self.cancel(case.id),
            _ => {
                if self.dice.percent(90) {
                    self.set_enabled()?;
                }
                self.execute(case.id)
            }
        }
    }

    fn set_enabled(&mut self) -> Result<(), String> {
        if self.sheet.policy.mode == Mode::Enabled {
            return Ok(());
        }
        self.set_mode(Mode::Enabled)
    }
}
