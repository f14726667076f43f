//! Keys, signatures, ciphers and certificates, against the `rsa` crate, public vectors and files made by `openssl`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may simply fail")]

use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey};
use rsa::signature::{SignatureEncoding, Signer};
use wxpay_sandbox::crypto::certificate::{self, CertificateError, Serial, Subject};
use wxpay_sandbox::crypto::key::{DecryptError, KeyError, PemError, PrivateKey, PublicKey, TooLong};
use wxpay_sandbox::crypto::{aead, base64, from_base64, pool};
use x509_parser::prelude::FromDer as _;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("fixtures/crypto/", $name))
    };
}

const SHOP: Subject<'static> = Subject { common_name: "1900000100", organization: "示例商户" };

fn serial() -> Serial {
    Serial::from_random([0x5a; 20])
}

fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    from_base64(&body).unwrap()
}

/// The same block with one byte changed, counted from the end.
fn damaged(pem: &str, from_end: usize) -> String {
    let mut bytes = der(pem);
    let at = bytes.len() - from_end;
    bytes[at] ^= 1;
    let (first, last) = (pem.lines().next().unwrap(), pem.lines().last().unwrap());
    format!("{first}\n{}\n{last}\n", base64(&bytes))
}

#[test]
fn base64_is_strict() {
    assert_eq!(base64(&[0xfb, 0xff, 0xfe, 0x00]), "+//+AA==");
    assert_eq!(from_base64("+//+AA=="), Some(vec![0xfb, 0xff, 0xfe, 0x00]));
    assert_eq!(from_base64(""), Some(vec![]));
    for wrong in ["+//+AA", "-__-AA==", "+//+\nAA==", "+//+AA== ", "+//+AB==", "AA=A", "="] {
        assert_eq!(from_base64(wrong), None, "{wrong:?}");
    }
}

#[test]
fn signature_is_the_one_the_rsa_crate_makes() {
    for (index, message) in [&b""[..], b"POST\n/v3/pay\n1\nn\n{}\n", &[0xa5; 5000]].into_iter().enumerate() {
        let key = pool::key(index);
        let other = rsa::RsaPrivateKey::from_pkcs8_pem(key.pem()).unwrap();
        let other = rsa::pkcs1v15::SigningKey::<rsa::sha2::Sha256>::new(other);
        let signature = key.sign_sha256(message);
        assert_eq!(signature, other.sign(message).to_vec());
        assert!(key.public().verify_sha256(message, &signature));
        assert!(!pool::key(index + 1).public().verify_sha256(message, &signature));
    }
}

#[test]
fn tampering_is_noticed() {
    let key = pool::key(0);
    let signature = key.sign_sha256(b"12.00 yuan");
    assert!(!key.public().verify_sha256(b"12.01 yuan", &signature));
    for at in [0, 100, 255] {
        let mut wrong = signature.clone();
        wrong[at] ^= 1;
        assert!(!key.public().verify_sha256(b"12.00 yuan", &wrong));
    }
    for wrong in [&[][..], &signature[1..], &[0; 256], &[0xff; 256]] {
        assert!(!key.public().verify_sha256(b"12.00 yuan", wrong));
    }
}

#[test]
fn oaep_both_ways_and_deterministic() {
    let key = pool::key(3);
    let other = rsa::RsaPrivateKey::from_pkcs8_pem(key.pem()).unwrap();
    for plain in [&b""[..], "张三".as_bytes(), &[7; 214]] {
        let sealed = key.public().encrypt_oaep(plain, [9; 20]).unwrap();
        assert_eq!(sealed, key.public().encrypt_oaep(plain, [9; 20]).unwrap());
        assert_ne!(sealed, key.public().encrypt_oaep(plain, [8; 20]).unwrap());
        assert_eq!(key.decrypt_oaep(&sealed).unwrap(), plain);
        assert_eq!(other.decrypt(rsa::Oaep::new::<sha1::Sha1>(), &sealed).unwrap(), plain);
    }
    let too_long = key.public().encrypt_oaep(&[7; 215], [9; 20]);
    assert_eq!(too_long, Err(TooLong { found: 215, limit: 214 }));
}

#[test]
fn oaep_of_other_makers() {
    use aws_lc_rs::rsa::{
        OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey,
    };
    let key = pool::key(4);
    let maker = PublicEncryptingKey::from_der(&der(key.public().spki_pem())).unwrap();
    let maker = OaepPublicEncryptingKey::new(maker).unwrap();
    for algorithm in [&OAEP_SHA1_MGF1SHA1, &OAEP_SHA256_MGF1SHA256] {
        let mut sealed = [0; 256];
        maker.encrypt(algorithm, b"6222020000000000000", &mut sealed, None).unwrap();
        assert_eq!(key.decrypt_oaep(&sealed).unwrap(), b"6222020000000000000");
        assert_eq!(pool::key(5).decrypt_oaep(&sealed), Err(DecryptError::Padding));
        sealed[17] ^= 1;
        assert_eq!(key.decrypt_oaep(&sealed), Err(DecryptError::Padding));
        let wrong = Err(DecryptError::Length { found: 255, wanted: 256 });
        assert_eq!(key.decrypt_oaep(&sealed[1..]), wrong);
    }
    assert_eq!(key.decrypt_oaep(&[0; 256]), Err(DecryptError::Padding));
    assert_eq!(key.decrypt_oaep(&[0xff; 256]), Err(DecryptError::Padding));
}

/// Test cases 13, 14 and 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", which NIST's SP 800-38D took up.
#[test]
fn gcm_vectors() {
    let zero = "00".repeat(32);
    let key = "feffe9928665731c6d6a8f9467308308".repeat(2);
    let rows = [
        (zero.as_str(), "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            &zero,
            "000000000000000000000000",
            "",
            "00000000000000000000000000000000",
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
        ),
        (
            &key,
            "cafebabefacedbaddecaf888",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ];
    for (key, nonce, associated, plain, sealed) in rows {
        let key: [u8; 32] = hex::decode(key).unwrap().try_into().unwrap();
        let nonce: [u8; 12] = hex::decode(nonce).unwrap().try_into().unwrap();
        let (associated, plain) = (hex::decode(associated).unwrap(), hex::decode(plain).unwrap());
        let mut made = aead::seal(&key, &nonce, &associated, &plain);
        assert_eq!(hex::encode(&made), sealed);
        assert_eq!(aead::open(&key, &nonce, &associated, &made).unwrap(), plain);
        assert_eq!(aead::open(&key, &nonce, b"other", &made), Err(aead::OpenError::Tag));
        made[0] ^= 1;
        assert_eq!(aead::open(&key, &nonce, &associated, &made), Err(aead::OpenError::Tag));
        assert_eq!(aead::open(&key, &nonce, b"", &made[..15]), Err(aead::OpenError::Short(15)));
    }
}

#[test]
fn every_form_of_one_key_is_the_same_key() {
    let key = pool::key(0);
    assert_eq!(PrivateKey::from_pem(fixture!("pool-00-pkcs1.pem")).unwrap().pem(), key.pem());
    let windows = key.pem().replace('\n', "\r\n");
    let noted = format!("Bag Attributes\n    friendlyName: x\n{windows}trailing");
    assert_eq!(PrivateKey::from_pem(&noted).unwrap().pem(), key.pem());

    let public = key.public().spki_pem();
    assert_eq!(PublicKey::from_pem(public).unwrap().spki_pem(), public);
    assert_eq!(&PublicKey::from_pem(fixture!("foreign.crt")).unwrap(), key.public());
    assert!(rsa::RsaPublicKey::from_public_key_pem(public).is_ok());
}

#[test]
fn debug_hides_the_key() {
    assert_eq!(format!("{:?}", pool::key(0)), "PrivateKey { bits: 2048, .. }");
}

#[test]
fn pool_is_whole() {
    let mut pems: Vec<String> = (0..pool::SIZE).map(|index| pool::key(index).pem().to_owned()).collect();
    pems.push(pool::authority().pem().to_owned());
    pems.sort();
    pems.dedup();
    assert_eq!(pems.len(), 25);
    assert_eq!(pool::key(pool::SIZE + 2).pem(), pool::key(2).pem());
}

#[test]
fn malformed_private_keys() {
    let good = pool::key(0).pem().to_owned();
    let cut = good.lines().take(9).collect::<Vec<_>>().join("\n");
    let hole = good.replacen(good.lines().nth(3).unwrap(), "MII", 1);
    let not_rsa = |name: &str| KeyError::NotRsa(name.to_owned());
    let unended = KeyError::Pem(PemError::Unended("PRIVATE KEY".to_owned()));
    let base64 = KeyError::Pem(PemError::Base64("PRIVATE KEY".to_owned()));
    let rows = [
        ("", PemError::Empty.into()),
        (" \r\n", PemError::Empty.into()),
        ("certs/apiclient_key.pem", PemError::NoBlock.into()),
        ("-----BEGIN PRIVATE KEY", PemError::NoBlock.into()),
        (&cut, unended),
        (&hole, base64.clone()),
        ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", base64),
        (&damaged(&good, 600), KeyError::Unsound),
        (&damaged(&good, 1), KeyError::Unsound),
        ("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----", KeyError::Unsound),
        (fixture!("p12.base64"), PemError::Pkcs12.into()),
        (fixture!("encrypted-pkcs8.pem"), PemError::Encrypted.into()),
        (fixture!("encrypted-pkcs1.pem"), PemError::Encrypted.into()),
        (fixture!("ec-sec1.pem"), not_rsa("EC")),
        (fixture!("ec.pem"), not_rsa("EC")),
        (fixture!("sm2.pem"), not_rsa("SM2")),
        (fixture!("ed25519.pem"), not_rsa("Ed25519")),
        (fixture!("rsa-1024.pem"), KeyError::Size(1024)),
    ];
    for (pem, error) in rows {
        assert_eq!(PrivateKey::from_pem(pem).err(), Some(error), "{pem}");
    }
    for pem in [fixture!("foreign.crt"), pool::key(0).public().spki_pem()] {
        let error = PrivateKey::from_pem(pem).unwrap_err().to_string();
        assert!(error.contains("give the private key"), "{error}");
    }
    let bare: String = good.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(PrivateKey::from_pem(&bare).err(), Some(PemError::Der.into()));
}

#[test]
fn malformed_public_keys() {
    assert_eq!(PublicKey::from_pem("").err(), Some(PemError::Empty.into()));
    assert_eq!(PublicKey::from_pem(fixture!("rsa-1024.pub")).err(), Some(KeyError::Size(1024)));
    assert_eq!(PublicKey::from_pem(fixture!("p12.base64")).err(), Some(PemError::Pkcs12.into()));
    let even = damaged(pool::key(0).public().spki_pem(), 1);
    assert_eq!(PublicKey::from_pem(&even).err(), Some(KeyError::Unsound));
    let error = PublicKey::from_pem(pool::key(0).pem()).unwrap_err().to_string();
    assert_eq!(
        error,
        "found a block PRIVATE KEY; give the public key (PUBLIC KEY) or the certificate (CERTIFICATE)"
    );
}

#[test]
fn serial_numbers() {
    assert_eq!(Serial::from_random([0; 20]).as_str(), "1000000000000000000000000000000000000000");
    for first in 0..=255 {
        let mut bytes = [0xab; 20];
        bytes[0] = first;
        let serial = Serial::from_random(bytes);
        assert_eq!(serial.as_str().len(), 40);
        assert!(matches!(serial.as_str().as_bytes()[0], b'1'..=b'7'));
        assert_eq!(Serial::parse(serial.as_str()), Some(serial));
    }
    for same in ["0a1b2c", "A1B2C", "a1b2c", "00000A1B2C"] {
        assert_eq!(Serial::parse(same).unwrap().to_string(), "A1B2C");
    }
    for wrong in ["", "0x1", "PUB_KEY_ID_01", " 1", "１", "12345678901234567890123456789012345678901"] {
        assert_eq!(Serial::parse(wrong), None, "{wrong}");
    }
    assert_eq!(serde_json::to_string(&serial()).unwrap(), format!("\"{}\"", serial()));
    assert_eq!(serde_json::from_str::<Serial>("\"0a1\"").unwrap().as_str(), "A1");
    assert!(serde_json::from_str::<Serial>("\"x\"").is_err());
}

#[test]
fn certificate_is_the_same_every_time_and_says_what_was_asked() {
    let key = pool::key(7);
    let pem = certificate::issue(&SHOP, &serial(), &key).unwrap();
    assert_eq!(pem, certificate::issue(&SHOP, &serial(), &key).unwrap());
    assert!(pem.lines().all(|line| line.len() <= 64));

    let facts = certificate::read(&pem).unwrap();
    assert_eq!(facts.serial, serial());
    assert_eq!((facts.not_before, facts.not_after), (1_577_836_800, 2_524_607_999));
    assert_eq!(facts.subject, "O=示例商户, CN=1900000100");
    assert_eq!(&facts.public_key, key.public());

    let bytes = der(&pem);
    let (_, seen) = x509_parser::parse_x509_certificate(&bytes).unwrap();
    assert_eq!(hex::encode_upper(seen.raw_serial()), serial().as_str());
    assert_eq!(seen.version(), x509_parser::x509::X509Version::V3);
    assert!(!seen.is_ca());

    let issuer = der(certificate::authority_pem());
    let (_, issuer) = x509_parser::parse_x509_certificate(&issuer).unwrap();
    assert!(issuer.is_ca());
    assert_eq!(seen.issuer().as_raw(), issuer.subject().as_raw());
    let authority = PublicKey::from_pem(certificate::authority_pem()).unwrap();
    assert!(authority.verify_sha256(seen.tbs_certificate.as_ref(), &seen.signature_value.data));
}

#[test]
fn authority_certificate_is_what_its_recipe_makes() {
    let key =
        rcgen::KeyPair::from_pem_and_sign_algo(pool::authority().pem(), &rcgen::PKCS_RSA_SHA256).unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::OrganizationName, "wxpay-sandbox");
    params.distinguished_name.push(rcgen::DnType::CommonName, "wxpay-sandbox test CA (its key is public)");
    params.serial_number = Some(rcgen::SerialNumber::from(vec![0x10; 20]));
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2049, 12, 31) + std::time::Duration::from_secs(86_399);
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(0));
    params.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign, rcgen::KeyUsagePurpose::CrlSign];
    let made = params.self_signed(&key).unwrap();
    assert_eq!(made.pem().replace("\r\n", "\n"), certificate::authority_pem());
}

#[test]
fn foreign_certificate_is_read() {
    let facts = certificate::read(fixture!("foreign.crt")).unwrap();
    assert_eq!(facts.serial.as_str(), "A1B2C");
    assert_eq!(facts.subject, "O=Elsewhere, CN=foreign");
    assert_eq!(facts.not_after - facts.not_before, 3650 * 86_400);
}

#[test]
fn certificate_for_a_request() {
    let pem = certificate::issue_from_request(fixture!("pool-00.csr"), &SHOP, &serial()).unwrap();
    // Only the key of the request counts, so this is the certificate that `issue` makes.
    assert_eq!(pem, certificate::issue(&SHOP, &serial(), &pool::key(0)).unwrap());

    let key = rcgen::KeyPair::from_pem_and_sign_algo(pool::key(9).pem(), &rcgen::PKCS_RSA_SHA512).unwrap();
    let params = rcgen::CertificateParams::new(["shop.example.com".to_owned()]).unwrap();
    let request = params.serialize_request(&key).unwrap().pem().unwrap();
    let pem = certificate::issue_from_request(&request, &SHOP, &serial()).unwrap();
    assert_eq!(&certificate::read(&pem).unwrap().public_key, pool::key(9).public());
}

#[test]
fn malformed_requests_and_certificates() {
    let good = fixture!("pool-00.csr");
    let rows = [
        ("", PemError::Empty.into()),
        (&damaged(good, 1), CertificateError::RequestSignature),
        (&good.replacen("MII", "MIJ", 1), CertificateError::Request),
        (fixture!("rsa-1024.csr"), KeyError::Size(1024).into()),
        (fixture!("ec.csr"), KeyError::NotRsa("EC".to_owned()).into()),
        (fixture!("pool-00-sha1.csr"), CertificateError::RequestAlgorithm("1.2.840.113549.1.1.5".to_owned())),
    ];
    for (pem, error) in rows {
        assert_eq!(certificate::issue_from_request(pem, &SHOP, &serial()), Err(error), "{pem}");
    }
    let error = certificate::issue_from_request(fixture!("foreign.crt"), &SHOP, &serial()).unwrap_err();
    assert!(error.to_string().contains("found a block CERTIFICATE; give the certificate request"));

    let certificate = fixture!("foreign.crt");
    let half: String = certificate.lines().take(5).collect();
    for pem in ["", "nothing", &half, good, fixture!("p12.base64"), &certificate.replacen("MII", "MIJ", 1)] {
        assert!(certificate::read(pem).is_err(), "{pem}");
    }
    assert!(x509_parser::certificate::X509Certificate::from_der(&der(certificate)).is_ok());
}

/// AL-08: SHA-1 with RSA of 1024 bits, against a signature that OpenSSL made.
#[test]
fn acquirers_sign_with_sha1_and_rsa() {
    use wxpay_sandbox::crypto::sha1_rsa::{SigningKey, VerifyingKey};
    let key = pool::allinpay();
    let made_by_openssl = "1q1F329nawbM55nw0vZdIR3BmWhDEd6Wqkpv3aLvoQTv7yVnO8/vZ2c7rja9tj/ZEkdkh1npnI/Dev7YdHvBmUdOplRK71w9su+gTk+kolt/VzJRPINtAafXbJ3D+DanIQkCrEeGxGT0fLeSzA6j2jciT5fBJMuXmtUqcSJnOM8=";
    assert_eq!(base64(&key.sign(b"a=1&b=2")), made_by_openssl);
    let public = VerifyingKey::from_text(&key.public_base64()).unwrap();
    let signature = from_base64(made_by_openssl).unwrap();
    assert!(public.verify(b"a=1&b=2", &signature));
    assert!(!public.verify(b"a=1&b=3", &signature));
    assert!(SigningKey::from_text(&key.base64()).is_ok());
    assert!(VerifyingKey::from_text(pool::key(0).public().spki_pem()).is_ok());
    assert!(VerifyingKey::from_text("nonsense").is_err());
}

/// AL-09: r and s side by side, and the signer's name in the digest, against a signature that OpenSSL made.
#[test]
fn acquirers_sign_with_sm2() {
    use wxpay_sandbox::crypto::sm2::{Sm2Key, Sm2PublicKey};
    let pem = "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEgejvL2ftaI7Mn/RlNO6Lmt2u1yd3zmAUwqN4oSanAL+bY+cYrhvVMgcoPXVopPWZAYKZSLNxOo/3Ebl0Ne51zQ==";
    let public = Sm2PublicKey::from_text(pem).unwrap();
    let made_by_openssl = hex::decode(
        "2CABD67798C4808988D9345A4A8620166CE32255C974E8BF3E3AEDC43294C58E757D777F30C6541B5BC1598AE9673076FE40041FD8741D20F4A983CDE9CB3054",
    )
    .unwrap();
    assert!(public.verify("00000051", b"a=1&b=2", &made_by_openssl));
    assert!(!public.verify("Allinpay", b"a=1&b=2", &made_by_openssl));
    assert!(!public.verify("00000051", b"a=1&b=3", &made_by_openssl));
    let private = "MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgfgCmM7n3/HhqhBi5g6ljgOyteWsAFeoj4sLh3lbdZw+hRANCAASB6O8vZ+1ojsyf9GU07oua3a7XJ3fOYBTCo3ihJqcAv5tj5xiuG9UyByg9dWik9ZkBgplIs3E6j/cRuXQ17nXN";
    let key = Sm2Key::from_text(private).unwrap();
    assert_eq!(key.public(), public);
    let signature = key.sign("Allinpay", b"a=1&b=2");
    assert_eq!(signature.len(), 64);
    assert_eq!(signature, key.sign("Allinpay", b"a=1&b=2"));
    assert!(public.verify("Allinpay", b"a=1&b=2", &signature));
}
