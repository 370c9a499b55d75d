//! `demo [--once] [--port PORT]`: tells the story of node providers on a local network, then
//! keeps serving it until Ctrl-C, at port 4943 if that is free. With `--once` it exits when
//! the story has been told.

use bonafide_test_support::canisters;
use bonafide_test_support::engine::Engine;
use bonafide_tests::demo::{Options, tell};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Where `dfx.json`, `icp.yaml` and the README expect the network.
const USUAL_PORT: u16 = 4943;

/// The status of a program ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    let mut once = false;
    let mut options = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), &mut args) {
            ("--once", _) => once = true,
            ("--port", rest) => match rest.next().map(|port| port.parse()) {
                Some(Ok(port)) => options.port = Some(port),
                _ => return usage("--port needs a number"),
            },
            (other, _) => return usage(other),
        }
    }
    if !once && options.port.is_none() {
        options.port = TcpListener::bind(("127.0.0.1", USUAL_PORT))
            .is_ok()
            .then_some(USUAL_PORT);
    }
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    else {
        return usage("no threads");
    };
    runtime.block_on(perform(options, once))
}

fn usage(wrong: &str) -> ExitCode {
    eprintln!("demo: {wrong}\nusage: demo [--once] [--port PORT]");
    ExitCode::from(2)
}

/// Tells the story on a thread of its own, so that a signal is heard at any time. The engine
/// ends with this function.
async fn perform(options: Options, once: bool) -> ExitCode {
    let Ok(engine) = spawn_blocking(Engine::start).await.map(Arc::new) else {
        return ExitCode::FAILURE;
    };
    let story = spawn_blocking({
        let engine = Arc::clone(&engine);
        let out = canisters::workspace().join("target/demo");
        move || tell(engine, &options, &out)
    });
    let told = tokio::select! {
        told = story => told,
        () = signal() => {
            // The story's thread is in the middle of something: it ends with the process.
            engine.stop();
            std::process::exit(INTERRUPTED);
        }
    };
    let stage = match told {
        Ok(Ok(stage)) => stage,
        Ok(Err(failure)) => return failed(&failure),
        Err(panic) => return failed(&panic),
    };
    print!("\ndemo: the story has been told and everything in it checked");
    if once {
        println!();
    } else {
        println!("; Ctrl-C ends the network");
        serve(&engine).await;
    }
    // A client of the engine blocks, which an asynchronous thread must not.
    let _ = spawn_blocking(move || drop(stage)).await;
    engine.stop();
    ExitCode::SUCCESS
}

/// Until a signal comes, tells the engine that it is still needed.
async fn serve(engine: &Engine) {
    let ended = signal();
    tokio::pin!(ended);
    loop {
        engine.keep_alive().await;
        tokio::select! {
            () = &mut ended => return,
            () = tokio::time::sleep(Duration::from_secs(20)) => {}
        }
    }
}

/// Ctrl-C, or a request to end.
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

fn failed(reason: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("demo: {reason}");
    ExitCode::FAILURE
}
