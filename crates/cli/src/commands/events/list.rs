use crate::{
    context::Global,
    error::CliError,
    output::{instant, table},
};
use bonafide_kit::Entry;
use bonafide_registry::state::Event;
use bonafide_types::limits::PAGE_EVENTS;
use serde::Serialize;

/// List events as they are hashed. `bonafide verify registry` checks them all.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide events list --from 0 --limit 20")]
pub(crate) struct Args {
    /// The first event's number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    from: u64,
    /// At most this many.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u64,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
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
    let registry = global.registry().await?;
    let mut events = Vec::new();
    let mut start = args.from;
    let end = args.from.saturating_add(args.limit);
    let length = loop {
        let page = registry.events(start, PAGE_EVENTS.min(end - start)).await?;
        let more = !page.events.is_empty();
        for event in page.events {
            events.push(shown(start, &event)?);
            start += 1;
        }
        if !more || start >= end {
            break page.length;
        }
    };
    global.output().result(
        &Shown {
            certified: false,
            length,
            events,
        },
        |shown| {
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
        },
    )
}

fn shown(number: u64, bytes: &[u8]) -> Result<ShownEvent, CliError> {
    let entry: Entry<Event> = minicbor::decode(bytes).map_err(|error| {
        let message = format!("event {number} cannot be decoded: {error}");
        CliError::new(crate::error::Exit::Network, "Reply", message)
    })?;
    let name: String = format!("{:?}", entry.event)
        .chars()
        .take_while(|char| char.is_alphanumeric())
        .collect();
    Ok(ShownEvent {
        number,
        at_ns: entry.at_ns,
        caller: entry.caller.to_string(),
        event: name,
        bytes: bytes.len(),
        cbor: hex::encode(bytes),
    })
}
