//! The program `wxpay-sandbox`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wxpay_sandbox::cli::main(std::env::args_os())
}
