//! The registry canister, method by method.

use crate::{
    runtime::{Runtime, RuntimeError},
    verify::{VerifiedPage, VerifiedRow, VerifiedTip, Verifier, VerifyError},
};
use bonafide_types::{
    Validation,
    certified::{CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey},
    id::{NodeId, OperatorId, ProviderId, Sha256Hash},
    limits::PAGE_RECORDS,
    registry::*,
};
use candid::{
    CandidType, Principal,
    utils::{ArgumentDecoder, ArgumentEncoder, decode_args, encode_args},
};
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;

/// Why a method of the registry did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The call itself failed or was rejected.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The registry refused, with its own error.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The registry refused a certified read.
    #[error(transparent)]
    Read(#[from] CertifiedReadError),
    /// The answer is not proven.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The reply is not of the type the interface promises.
    #[error("{method}: the reply cannot be decoded: {reason}")]
    Reply {
        /// The method called.
        method: String,
        /// What the decoder says.
        reason: String,
    },
    /// The argument cannot be encoded.
    #[error("{method}: the argument cannot be encoded: {reason}")]
    Argument {
        /// The method to call.
        method: String,
        /// What the encoder says.
        reason: String,
    },
}

/// A certified answer: what it proves, and the answer itself to be kept or shown to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The rows, verified.
    pub rows: Vec<VerifiedRow>,
    /// The answer that proves them.
    pub answer: CertifiedRows,
}

/// Speaks to one registry canister.
#[derive(Clone, Debug)]
pub struct RegistryClient<R> {
    runtime: R,
    canister: Principal,
}

impl<R: Runtime> RegistryClient<R> {
    /// Speaks to `canister` over `runtime`.
    pub fn new(runtime: R, canister: Principal) -> Self {
        Self { runtime, canister }
    }

    /// The canister spoken to.
    pub fn canister(&self) -> Principal {
        self.canister
    }

    /// The runtime spoken over.
    pub fn runtime(&self) -> &R {
        &self.runtime
    }

    // Governed updates. The governance principal calls; a refusal is a reject.

    /// Adopts a provider's profile.
    ///
    /// # Errors
    /// A refusal is [`RuntimeError::Rejected`].
    pub async fn register_provider(&self, args: &RegisterProviderArgs) -> Result<(), ClientError> {
        self.update("register_provider", (args,)).await
    }

    /// Adds a data centre.
    ///
    /// # Errors
    /// A refusal is [`RuntimeError::Rejected`].
    pub async fn add_data_center(&self, args: &AddDataCenterArgs) -> Result<(), ClientError> {
        self.update("add_data_center", (args,)).await
    }

    /// Adds an operator record.
    ///
    /// # Errors
    /// A refusal is [`RuntimeError::Rejected`].
    pub async fn add_node_operator(&self, args: &AddNodeOperatorArgs) -> Result<(), ClientError> {
        self.update("add_node_operator", (args,)).await
    }

    /// Publishes a declaration text.
    ///
    /// # Errors
    /// A refusal is [`RuntimeError::Rejected`].
    pub async fn publish_declaration(
        &self,
        args: &PublishDeclarationArgs,
    ) -> Result<(), ClientError> {
        self.update("publish_declaration", (args,)).await
    }

    /// Approves an import; answers its number.
    ///
    /// # Errors
    /// A refusal is [`RuntimeError::Rejected`].
    pub async fn begin_import(&self, args: &BeginImportArgs) -> Result<u64, ClientError> {
        let (id,) = self.reply("begin_import", self.send("begin_import", (args,)).await?)?;
        Ok(id)
    }

    /// What `method` would do with `args`, in plain words, or why it would be refused.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn validate(
        &self,
        method: &str,
        args: &impl CandidType,
    ) -> Result<Validation, ClientError> {
        self.query(&format!("validate_{method}"), (args,)).await
    }

    // Owners' updates.

    /// Changes the caller's own profile.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn update_provider_profile(
        &self,
        args: &UpdateProviderProfileArgs,
    ) -> Result<Provider, ClientError> {
        self.owner("update_provider_profile", args).await
    }

    /// Accepts the current declaration for the caller.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn accept_declaration(
        &self,
        args: &AcceptDeclarationArgs,
    ) -> Result<Acceptance, ClientError> {
        self.owner("accept_declaration", args).await
    }

    /// Registers a node of the calling operator.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn register_node(&self, args: &RegisterNodeArgs) -> Result<Node, ClientError> {
        self.owner("register_node", args).await
    }

    /// Brings a page of an approved import.
    ///
    /// # Errors
    /// A refusal is [`ClientError::Registry`].
    pub async fn import_page(&self, args: &ImportPageArgs) -> Result<ImportJob, ClientError> {
        self.owner("import_page", args).await
    }

    // Certified reads, verified.

    /// A provider's record, acceptance and published declaration, each proven present or absent.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn provider_certified(&self, id: ProviderId) -> Result<Proven, ClientError> {
        let method = "get_provider_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> = self.query(method, (id,)).await?;
        let key = ByteBuf::from(id.as_slice());
        let keys = [
            table::PROVIDER,
            table::ACCEPTANCE,
            table::PUBLISHED_DECLARATION,
        ]
        .map(|table| RowKey {
            table: table.into(),
            key: key.clone(),
        });
        self.proven(&keys, answer?).await
    }

    /// Single rows.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn rows_certified(&self, keys: &[RowKey]) -> Result<Proven, ClientError> {
        let method = "get_rows_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> = self.query(method, (keys,)).await?;
        self.proven(keys, answer?).await
    }

    /// A stretch of a table, proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn range_certified(&self, range: &RangeArgs) -> Result<VerifiedPage, ClientError> {
        let method = "list_rows_certified";
        let answer: Result<CertifiedRows, CertifiedReadError> =
            self.query(method, (range,)).await?;
        Ok(self.verifier().await?.range(range, &answer?)?)
    }

    /// A whole table in key order, at most `limit` records; each page is proven whole.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when an answer does not prove itself.
    pub async fn table<T>(&self, table: &str, limit: Option<usize>) -> Result<Vec<T>, ClientError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let mut records = Vec::new();
        let mut after = None;
        loop {
            let left = limit.map_or(usize::MAX, |limit| limit.saturating_sub(records.len()));
            let page = u32::try_from(left)
                .unwrap_or(PAGE_RECORDS)
                .min(PAGE_RECORDS);
            if page == 0 {
                return Ok(records);
            }
            let range = RangeArgs {
                table: table.into(),
                after: after.take(),
                limit: page,
            };
            let page = self.range_certified(&range).await?;
            for row in &page.rows {
                records.extend(row.record::<T>()?);
            }
            match page.rows.last() {
                Some(last) if !page.complete => after = Some(ByteBuf::from(last.key())),
                _ => return Ok(records),
            }
        }
    }

    /// The end of the event log.
    ///
    /// # Errors
    /// [`ClientError::Verify`] when the answer does not prove itself.
    pub async fn tip_certified(&self) -> Result<VerifiedTip, ClientError> {
        let answer: Result<CertifiedTip, CertifiedReadError> =
            self.query("get_tip_certified", ()).await?;
        Ok(self.verifier().await?.tip(&answer?)?)
    }

    // Other reads: one node's word.

    /// A provider with derived figures.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn provider(&self, id: ProviderId) -> Result<Option<ProviderView>, ClientError> {
        self.query("get_provider", (id,)).await
    }

    /// Some providers with derived figures.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn providers(&self, args: &ListProvidersArgs) -> Result<ProviderPage, ClientError> {
        self.query("list_providers", (args,)).await
    }

    /// A data centre.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn data_center(&self, id: &str) -> Result<Option<DataCenter>, ClientError> {
        self.query("get_data_center", (id,)).await
    }

    /// Some data centres.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn data_centers(
        &self,
        args: &ListDataCentersArgs,
    ) -> Result<DataCenterPage, ClientError> {
        self.query("list_data_centers", (args,)).await
    }

    /// An operator record.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_operator(&self, id: OperatorId) -> Result<Option<NodeOperator>, ClientError> {
        self.query("get_node_operator", (id,)).await
    }

    /// Some operator records.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node_operators(
        &self,
        args: &ListNodeOperatorsArgs,
    ) -> Result<NodeOperatorPage, ClientError> {
        self.query("list_node_operators", (args,)).await
    }

    /// A node.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn node(&self, id: NodeId) -> Result<Option<Node>, ClientError> {
        self.query("get_node", (id,)).await
    }

    /// Some nodes.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn nodes(&self, args: &ListNodesArgs) -> Result<NodePage, ClientError> {
        self.query("list_nodes", (args,)).await
    }

    /// Some subnets.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn subnets(&self, args: &ListSubnetsArgs) -> Result<SubnetPage, ClientError> {
        self.query("list_subnets", (args,)).await
    }

    /// A declaration's text by its hash. The caller can check it: the hash is over the text.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_text(
        &self,
        sha256: Sha256Hash,
    ) -> Result<Option<String>, ClientError> {
        self.query("get_declaration_text", (sha256,)).await
    }

    /// Every published version of the declaration.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_texts(&self) -> Result<Vec<DeclarationText>, ClientError> {
        self.query("list_declaration_texts", ()).await
    }

    /// The current version in a language.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn current_declaration(
        &self,
        language: &str,
    ) -> Result<Option<DeclarationText>, ClientError> {
        self.query("get_current_declaration", (language,)).await
    }

    /// Where a provider stands with the declaration now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn declaration_status(
        &self,
        id: ProviderId,
    ) -> Result<DeclarationStatus, ClientError> {
        self.query("get_declaration_status", (id,)).await
    }

    /// A provider's acceptances, oldest first.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn acceptances(&self, id: ProviderId) -> Result<Vec<Acceptance>, ClientError> {
        self.query("list_acceptances", (id,)).await
    }

    /// An import.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn import(&self, id: u64) -> Result<Option<ImportJob>, ClientError> {
        self.query("get_import", (id,)).await
    }

    /// Settings in force.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn config(&self) -> Result<Config, ClientError> {
        self.query("get_config", ()).await
    }

    /// How much the registry holds.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn summary(&self) -> Result<Summary, ClientError> {
        self.query("get_summary", ()).await
    }

    /// A stretch of the event log; checked against [`Self::tip_certified`] by its hash chain.
    ///
    /// # Errors
    /// [`ClientError::Runtime`], [`ClientError::Reply`].
    pub async fn events(&self, start: u64, length: u64) -> Result<EventPage, ClientError> {
        self.query("get_events", (start, length)).await
    }

    /// Checks answers of this canister as of now.
    ///
    /// # Errors
    /// [`ClientError::Runtime`] when the runtime does not know the root key or the time.
    pub async fn verifier(&self) -> Result<Verifier, ClientError> {
        Ok(Verifier {
            canister: self.canister,
            root_key: self.runtime.root_key().await?,
            now_ns: self.runtime.now_ns().await?,
        })
    }

    async fn proven(&self, keys: &[RowKey], answer: CertifiedRows) -> Result<Proven, ClientError> {
        let rows = self.verifier().await?.rows(keys, &answer)?;
        Ok(Proven { rows, answer })
    }

    async fn owner<T>(&self, method: &str, args: &impl CandidType) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let reply = self.send(method, (args,)).await?;
        let (result,): (Result<T, RegistryError>,) = self.reply(method, reply)?;
        Ok(result?)
    }

    async fn update(&self, method: &str, args: impl ArgumentEncoder) -> Result<(), ClientError> {
        let reply = self.send(method, args).await?;
        self.reply(method, reply)
    }

    async fn send(&self, method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
        let arg = encode(method, args)?;
        Ok(self.runtime.update(self.canister, method, arg).await?)
    }

    async fn query<T>(&self, method: &str, args: impl ArgumentEncoder) -> Result<T, ClientError>
    where
        T: CandidType + DeserializeOwned,
    {
        let reply = self
            .runtime
            .query(self.canister, method, encode(method, args)?)
            .await?;
        let (value,) = self.reply(method, reply)?;
        Ok(value)
    }

    #[expect(clippy::needless_pass_by_value, reason = "a reply is read once")]
    #[expect(
        clippy::unused_self,
        reason = "reads as a method beside send and query"
    )]
    fn reply<T>(&self, method: &str, reply: Vec<u8>) -> Result<T, ClientError>
    where
        T: for<'a> ArgumentDecoder<'a>,
    {
        decode_args(&reply).map_err(|error| ClientError::Reply {
            method: method.into(),
            reason: error.to_string(),
        })
    }
}

fn encode(method: &str, args: impl ArgumentEncoder) -> Result<Vec<u8>, ClientError> {
    encode_args(args).map_err(|error| ClientError::Argument {
        method: method.into(),
        reason: error.to_string(),
    })
}
