//! The contract of the process: version, port file, time to live.

use std::fs;
use std::process::Command;
use std::time::Duration;

use pocket_ic::nonblocking::PocketIc;
use pocket_ic::{PocketIcBuilder, StartServerParams, start_server};

use crate::server_binary;

#[test]
fn the_version_is_one_that_clients_accept() {
    let output = Command::new(server_binary())
        .arg("--version")
        .output()
        .unwrap();
    assert!(output.status.success());
    let line = String::from_utf8(output.stdout).unwrap();
    assert!(line.starts_with("pocket-ic-server 16."), "{line}");
}

#[test]
fn a_claimed_port_file_ends_the_second_server() {
    let directory = tempfile::tempdir().unwrap();
    let port_file = directory.path().join("port");
    fs::write(&port_file, "4242\n").unwrap();
    let mut second = Command::new(server_binary());
    second.arg("--port-file").arg(&port_file);
    assert!(second.status().unwrap().success());
    assert_eq!(fs::read_to_string(&port_file).unwrap(), "4242\n");
}

#[tokio::test]
async fn a_server_ends_when_idle() {
    let (mut child, url) = start_server(StartServerParams {
        server_binary: Some(server_binary()),
        ttl: Some(Duration::from_secs(1)),
        ..Default::default()
    })
    .await;
    let pic: PocketIc = PocketIcBuilder::new()
        .with_server_url(url)
        .with_application_subnet()
        .build_async()
        .await;
    pic.drop().await;
    // Returns when the process has ended; it would not, if the time to live were ignored.
    let status = tokio::task::spawn_blocking(move || child.wait())
        .await
        .unwrap();
    assert!(status.unwrap().success());
}
