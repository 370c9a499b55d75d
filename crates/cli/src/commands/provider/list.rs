use crate::{
    arguments::StatusName,
    context::Global,
    error::CliError,
    output::{self, table},
    paging,
};
use bonafide_client::{AgentRuntime, RegistryClient};
use bonafide_types::{
    id::ProviderId,
    registry::{
        Acceptance, AnswersStatus, DeclarationStatus, ListProvidersArgs, Provider, ProviderFilter,
        PublishedDeclaration, table as tables,
    },
};
use candid::Principal;
use serde::Serialize;
use std::collections::BTreeMap;

/// List providers in the order of their principals.
///
/// Without a filter, or with --without-declaration alone, the list is made from certified
/// tables and is proven whole. The other filters need figures and indexes that the registry
/// derives: one node's word. All filters given hold.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide provider list --with-nodes --without-declaration\n  bonafide provider list --status offboarded\n  bonafide provider list --country CH --name example"
)]
pub(crate) struct Args {
    /// Only providers without documents published elsewhere.
    #[arg(long)]
    without_declaration: bool,
    /// Only providers with nodes.
    #[arg(long)]
    with_nodes: bool,
    /// Only providers whose acceptance lapsed.
    #[arg(long)]
    lapsed: bool,
    /// Only providers of this standing.
    #[arg(long)]
    status: Option<StatusName>,
    /// Only providers of this cluster.
    #[arg(long, value_name = "PRINCIPAL")]
    cluster: Option<Principal>,
    /// Only providers whose profile names this country, ISO 3166-1 alpha-2.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Only providers one of whose names contains this.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Only providers who are to answer the questions of independence again.
    #[arg(long)]
    answers_reopened: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    providers: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(flatten)]
    provider: Provider,
    name: Option<String>,
    acceptance: Option<Acceptance>,
    published: Option<PublishedDeclaration>,
    /// Derived; only in lists that are not certified.
    #[serde(skip_serializing_if = "Option::is_none")]
    declaration: Option<DeclarationStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<ProviderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<AnswersStatus>,
}

impl Args {
    /// What the registry is asked for.
    fn to_wire(&self) -> ProviderFilter {
        ProviderFilter {
            has_nodes: self.with_nodes.then_some(true),
            has_published_declaration: self.without_declaration.then_some(false),
            has_profile: None,
            lapsed: self.lapsed.then_some(true),
            status: self.status.map(Into::into),
            cluster: self.cluster.map(ProviderId),
            country: self.country.clone(),
            name: self.name.clone(),
            answers_reopened: self.answers_reopened.then_some(true),
        }
    }
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let derived = ProviderFilter {
        has_published_declaration: None,
        ..args.to_wire()
    };
    let certified = derived == ProviderFilter::default();
    let mut providers = if certified {
        from_tables(args, &registry).await?
    } else {
        from_views(args, &registry).await?
    };
    providers.truncate(args.limit.unwrap_or(usize::MAX));
    global.output().result(
        &Shown {
            certified,
            providers,
        },
        |shown| {
            let rows = shown.providers.iter().map(|entry| {
                [
                    entry.provider.id.to_string(),
                    output::or_empty(entry.name.as_ref()),
                    format!("{:?}", entry.provider.status),
                    output::or_empty(
                        entry
                            .published
                            .as_ref()
                            .map(|published| published.documents.len()),
                    ),
                    output::or_empty(
                        entry
                            .acceptance
                            .as_ref()
                            .map(|acceptance| acceptance.version),
                    ),
                    output::or_empty(entry.nodes),
                ]
            });
            let list = table(
                [
                    "provider",
                    "name",
                    "status",
                    "documents",
                    "accepted",
                    "nodes",
                ],
                rows,
            );
            let proof = match (shown.certified, args.limit) {
                (true, None) => "proven whole",
                (true, Some(_)) => "proven, without gaps up to the limit",
                (false, _) => "one node's word",
            };
            format!(
                "{list}\n{}, {proof}",
                output::count(shown.providers.len(), "provider")
            )
        },
    )
}

async fn from_tables(
    args: &Args,
    registry: &RegistryClient<AgentRuntime>,
) -> Result<Vec<Entry>, CliError> {
    let limit = if args.without_declaration {
        None
    } else {
        args.limit
    };
    let providers = registry.table::<Provider>(tables::PROVIDER, limit).await?;
    let published = registry
        .table::<PublishedDeclaration>(tables::PUBLISHED_DECLARATION, None)
        .await?;
    let accepted = registry
        .table::<Acceptance>(tables::ACCEPTANCE, None)
        .await?;
    let mut published: BTreeMap<ProviderId, _> = published
        .into_iter()
        .map(|row| (row.provider, row))
        .collect();
    let mut accepted: BTreeMap<ProviderId, _> = accepted
        .into_iter()
        .map(|row| (row.provider, row))
        .collect();
    let entries = providers.into_iter().map(|provider| Entry {
        name: name(&provider),
        acceptance: accepted.remove(&provider.id),
        published: published.remove(&provider.id),
        declaration: None,
        nodes: None,
        cluster: None,
        answers: None,
        provider,
    });
    Ok(entries
        .filter(|entry| !args.without_declaration || entry.published.is_none())
        .collect())
}

async fn from_views(
    args: &Args,
    registry: &RegistryClient<AgentRuntime>,
) -> Result<Vec<Entry>, CliError> {
    let mut list = ListProvidersArgs {
        filter: Some(args.to_wire()),
        ..ListProvidersArgs::default()
    };
    paging::all(args.limit, async |after| {
        list.after = after;
        let page = registry.providers(&list).await?;
        let entries = page.providers.into_iter().map(|view| Entry {
            name: name(&view.provider),
            acceptance: view.acceptance,
            published: view.published,
            declaration: Some(view.declaration),
            nodes: Some(view.nodes),
            cluster: Some(view.cluster),
            answers: Some(view.answers),
            provider: view.provider,
        });
        Ok((entries.collect(), page.next))
    })
    .await
}

/// The name to show: adopted, else imported, else the provider's own word.
pub(super) fn name(provider: &Provider) -> Option<String> {
    let adopted = provider
        .profile
        .as_ref()
        .map(|profile| profile.legal_name.clone());
    let imported = || {
        provider
            .imported
            .as_ref()
            .and_then(|imported| imported.name.clone())
    };
    let own = || {
        provider
            .self_declared
            .as_ref()
            .and_then(|own| own.display_name.clone())
    };
    adopted.or_else(imported).or_else(own)
}
