//! Figures of a subnet as they are shown.

use bonafide_types::registry::{Dimension, Distances, Finding, PerDimension, Scorecard, Severity};
use serde::Serialize;

/// The dimensions of product and sum. The tool in use knows no clusters; theirs is a column of
/// its own.
const COMPARED: [Dimension; 6] = [
    Dimension::NodeOperator,
    Dimension::NodeProvider,
    Dimension::DataCenter,
    Dimension::DataCenterOwner,
    Dimension::Area,
    Dimension::Country,
];

/// A heading for [`Figures::coefficients`]: operator, provider, cluster, data centre, owner,
/// area, nation.
pub(super) const COEFFICIENTS: &str = "o p c d w a n";

/// The figures of a subnet, and the rules it breaks.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    pub(super) size: u32,
    pub(super) kind: String,
    nakamoto: PerDimension,
    nakamoto_dre: PerDimension,
    controlled: PerDimension,
    unique: PerDimension,
    max_count: PerDimension,
    /// Of six dimensions, at `nakamoto_dre`.
    pub(super) product: String,
    sum: u32,
    pub(super) violations: Vec<Broken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distances: Option<Distances>,
}

impl Figures {
    pub(super) fn new(
        kind: &str,
        card: &Scorecard,
        broken: &[Finding],
        distances: Option<Distances>,
    ) -> Self {
        let six = COMPARED.map(|dimension| card.nakamoto_dre.get(dimension));
        let product = six.into_iter().map(u128::from);
        Self {
            size: card.size,
            kind: kind.into(),
            nakamoto: card.nakamoto,
            nakamoto_dre: card.nakamoto_dre,
            controlled: card.controlled,
            unique: card.unique,
            max_count: card.max_count,
            product: product.fold(1, u128::saturating_mul).to_string(),
            sum: six.iter().sum(),
            violations: Broken::all(broken),
            distances,
        }
    }

    /// The coefficients `nakamoto_dre` in the order of the dimensions.
    pub(super) fn coefficients(&self) -> String {
        let all = Dimension::ALL.map(|dimension| self.nakamoto_dre.get(dimension).to_string());
        all.join(" ")
    }
}

/// A rule that is broken, or that warns.
#[derive(Debug, Serialize)]
pub(super) struct Broken {
    rule: String,
    subject: String,
    actual: u64,
    limit: u64,
    severity: &'static str,
}

impl Broken {
    pub(super) fn all(findings: &[Finding]) -> Vec<Self> {
        let shown = findings.iter().map(|finding| Self {
            rule: finding.rule.id().into_owned(),
            subject: finding.subject.clone(),
            actual: finding.actual,
            limit: finding.limit,
            severity: finding.severity.name(),
        });
        shown.collect()
    }

    /// Whether a change with it is refused.
    pub(super) fn refuses(&self) -> bool {
        self.severity == Severity::Violation.name()
    }

    pub(super) fn words(&self) -> String {
        let Self {
            rule,
            subject,
            actual,
            limit,
            severity,
        } = self;
        format!("{severity}: {rule}: {subject}: {actual}, limit {limit}")
    }
}
