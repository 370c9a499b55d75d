use crate::{
    context::Global,
    error::CliError,
    output::{self, table},
};
use bonafide_client::{AgentRuntime, RegistryClient};
use bonafide_types::{
    id::ProviderId,
    registry::{
        Acceptance, DeclarationStatus, ListProvidersArgs, Provider, ProviderFilter,
        PublishedDeclaration, table as tables,
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// List providers in the order of their principals.
///
/// Without --with-nodes and --lapsed the list is made from certified tables and is proven
/// whole. With them it needs figures that the registry derives: one node's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide provider list --with-nodes --without-declaration")]
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
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let certified = !args.with_nodes && !args.lapsed;
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
    let filter = ProviderFilter {
        has_nodes: args.with_nodes.then_some(true),
        has_published_declaration: args.without_declaration.then_some(false),
        has_profile: None,
        lapsed: args.lapsed.then_some(true),
        ..ProviderFilter::default()
    };
    let mut list = ListProvidersArgs {
        after: None,
        limit: None,
        filter: Some(filter),
    };
    let mut entries = Vec::new();
    loop {
        let page = registry.providers(&list).await?;
        entries.extend(page.providers.into_iter().map(|view| Entry {
            name: name(&view.provider),
            acceptance: view.acceptance,
            published: view.published,
            declaration: Some(view.declaration),
            nodes: Some(view.nodes),
            provider: view.provider,
        }));
        let enough = args.limit.is_some_and(|limit| entries.len() >= limit);
        match page.next {
            Some(next) if !enough && list.after != Some(next) => list.after = Some(next),
            _ => return Ok(entries),
        }
    }
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
