//! Fixed keys that ship with the program, because making an RSA key costs up to seconds and is never the same twice.
//!
//! They are published with the source: see `pool/README.md`. A key is parsed when first asked for, so the start of the
//! process costs nothing.

use std::sync::OnceLock;

use super::key::PrivateKey;
use super::sha1_rsa::SigningKey;
use super::sha256;
use super::sm2::Sm2Key;

macro_rules! pems {
    ($($number:literal)*) => { [$(include_str!(concat!("pool/", $number, ".pem"))),*] };
}

static PEMS: [&str; 24] = pems!(
    "00" "01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11"
    "12" "13" "14" "15" "16" "17" "18" "19" "20" "21" "22" "23"
);
static KEYS: [OnceLock<PrivateKey>; PEMS.len()] = [const { OnceLock::new() }; PEMS.len()];

static ALLINPAY: OnceLock<SigningKey> = OnceLock::new();
static AUTHORITY: OnceLock<PrivateKey> = OnceLock::new();

/// Number of different keys [`key`] can return.
pub const SIZE: usize = PEMS.len();

/// The pool's key number `index`, counted modulo [`SIZE`].
pub fn key(index: usize) -> PrivateKey {
    let index = index % SIZE;
    KEYS[index].get_or_init(|| shipped(PEMS[index])).clone()
}

/// The key of the sandbox's own certificate authority.
///
/// It is as public as the rest of the pool. No system's trust store should ever hold its certificate.
pub fn authority() -> PrivateKey {
    AUTHORITY.get_or_init(|| shipped(include_str!("pool/authority.pem"))).clone()
}

/// The RSA key of the imitated acquirer Allinpay (AL-08): as public as the rest of the pool.
pub fn allinpay() -> &'static SigningKey {
    ALLINPAY.get_or_init(|| match SigningKey::from_text(include_str!("pool/allinpay.pem")) {
        Ok(key) => key,
        Err(error) => unreachable!("a key that ships with the program, and is tested, is broken: {error}"),
    })
}

/// The pool's SM2 key of this name. It is its name's digest, and as public as the rest of the pool.
pub fn sm2(name: &str) -> Sm2Key {
    match Sm2Key::from_scalar(&sha256(format!("wxpay-sandbox SM2 {name}").as_bytes())) {
        Some(key) => key,
        None => unreachable!("the digest of a name is past the curve's order: one in 2^32 is"),
    }
}

fn shipped(pem: &str) -> PrivateKey {
    match PrivateKey::from_pem(pem) {
        Ok(key) => key,
        Err(error) => unreachable!("a key that ships with the program, and is tested, is broken: {error}"),
    }
}
