use crate::{
    context::Global,
    error::{CliError, Exit},
    output::{instant, table},
};
use bonafide_client::{AgentRuntime, CanisterClient};
use bonafide_kit::Entry;
use bonafide_types::limits::PAGE_EVENTS;
use clap::ValueEnum;
use minicbor::Decode;
use serde::Serialize;
use std::fmt::{self, Debug, Write};

/// List events of a canister as they are hashed. `bonafide verify registry`, or the name of
/// another one, checks them all.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide events list --from 0 --limit 20\n  bonafide events list --of rewards"
)]
pub(crate) struct Args {
    /// Whose.
    #[arg(long, value_enum, value_name = "CANISTER", default_value_t = Of::Registry)]
    of: Of,
    /// The first event's number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    from: u64,
    /// At most this many.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u64,
}

/// The canister whose log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum Of {
    Registry,
    Governance,
    Identity,
    Audits,
    Rewards,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    of: Of,
    length: u64,
    events: Vec<ShownEvent>,
}

#[derive(Serialize)]
struct ShownEvent {
    number: u64,
    at_ns: u64,
    caller: String,
    /// The event's name.
    event: String,
    bytes: usize,
    /// The CBOR bytes that are hashed, hex.
    cbor: String,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let shown = match args.of {
        Of::Registry => {
            read::<_, bonafide_registry::state::Event>(&global.registry().await?, args).await
        }
        Of::Governance => {
            read::<_, bonafide_governance::state::Event>(&global.governance().await?, args).await
        }
        Of::Identity => {
            read::<_, bonafide_identity::state::Event>(&global.identity().await?, args).await
        }
        Of::Audits => read::<_, bonafide_audits::state::Event>(&global.audits().await?, args).await,
        Of::Rewards => {
            read::<_, bonafide_rewards::state::Event>(&global.rewards().await?, args).await
        }
    };
    global.output().result(&shown?, |shown| {
        let rows = shown.events.iter().map(|event| {
            [
                event.number.to_string(),
                instant(event.at_ns),
                event.event.clone(),
                event.caller.clone(),
                event.bytes.to_string(),
            ]
        });
        let list = table(["event", "time", "what", "caller", "bytes"], rows);
        format!("{list}\n{} of {} events", shown.events.len(), shown.length)
    })
}

/// The events that are asked for, of a canister whose events are `E`.
async fn read<C, E>(
    client: &CanisterClient<AgentRuntime, C>,
    args: &Args,
) -> Result<Shown, CliError>
where
    E: Debug + for<'b> Decode<'b, ()>,
{
    let mut events = Vec::new();
    let mut start = args.from;
    let end = args.from.saturating_add(args.limit);
    let length = loop {
        let page = client.events(start, PAGE_EVENTS.min(end - start)).await?;
        let more = !page.events.is_empty();
        for event in page.events {
            events.push(shown::<E>(start, &event)?);
            start += 1;
        }
        if !more || start >= end {
            break page.length;
        }
    };
    Ok(Shown {
        certified: false,
        of: args.of,
        length,
        events,
    })
}

fn shown<E>(number: u64, bytes: &[u8]) -> Result<ShownEvent, CliError>
where
    E: Debug + for<'b> Decode<'b, ()>,
{
    let entry: Entry<E> = minicbor::decode(bytes).map_err(|error| {
        let message = format!("event {number} cannot be decoded: {error}");
        CliError::new(Exit::Network, "Reply", message)
    })?;
    Ok(ShownEvent {
        number,
        at_ns: entry.at_ns,
        caller: entry.caller.to_string(),
        event: name(&entry.event),
        bytes: bytes.len(),
        cbor: hex::encode(bytes),
    })
}

/// An event's name, which is how what it shows begins. Facts of rewards are large, so no more of
/// it is written than that.
fn name(event: &impl Debug) -> String {
    let mut name = Name::default();
    // It ends with an error as soon as the name is known.
    let _ = write!(name, "{event:?}");
    name.0
}

/// Takes what is written up to the end of the first word.
#[derive(Default)]
struct Name(String);

impl Write for Name {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for char in text.chars() {
            if !char.is_alphanumeric() {
                return Err(fmt::Error);
            }
            self.0.push(char);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_rewards::state::Event;

    #[test]
    fn should_name_events_by_their_variants() {
        let released = Event::LotReleased { lot_id: 3, e8s: 7 };
        assert_eq!(name(&released), "LotReleased");
        assert_eq!(name(&Some(1)), "Some");
        assert_eq!(name(&None::<u8>), "None");
    }
}
