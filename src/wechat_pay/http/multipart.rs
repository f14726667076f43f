//! Reads `multipart/form-data` without copying: the signature of an upload covers the exact bytes of one part (MU-01), so
//! every part stays a piece of the body.
//!
//! The boundary is the one that the Content-Type names. A widely used client sends the Content-Type without any, and uploads
//! all the same, so then the body's first line says it.

use crate::world::journal::Note;

/// Most parts that are read; an upload has two.
const MOST_PARTS: usize = 16;
/// The longest headers of one part, in bytes.
const LONGEST_HEADERS: usize = 8 * 1024;
/// The longest boundary, in bytes.
const LONGEST_BOUNDARY: usize = 70;

/// One part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The field's name, as sent.
    pub(super) name: &'a str,
    /// The file's name, as sent; none where the part is not a file.
    pub(super) filename: Option<&'a str>,
    /// The part's Content-Type; empty when it names none.
    pub(super) content_type: &'a str,
    /// The content, byte for byte.
    pub(super) bytes: &'a [u8],
}

/// A form's parts, in the order of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form<'a>(Vec<Part<'a>>);

/// Why a body is no form, for people.
pub(super) type Broken = Note;

impl<'a> Form<'a> {
    /// The part with this name.
    ///
    /// # Errors
    /// When it is missing or stands twice.
    pub(super) fn one(&self, name: &str) -> Result<Part<'a>, Broken> {
        let mut found = self.0.iter().filter(|part| part.name == name);
        match (found.next(), found.next()) {
            (Some(part), None) => Ok(*part),
            (None, _) => Err(broken(
                &format!("the form has no part named {name}"),
                &format!("表单中没有名为 {name} 的部分"),
            )),
            (Some(_), Some(_)) => Err(broken(
                &format!("the form has two parts named {name}"),
                &format!("表单中名为 {name} 的部分重复"),
            )),
        }
    }
}

fn broken(en: &str, zh: &str) -> Broken {
    Note::new(format!("{en}; an upload is multipart/form-data with the parts meta and file (MU-01)"), {
        format!("{zh}；上传请求为 multipart/form-data，含 meta 与 file 两部分（MU-01）")
    })
}

/// Takes a body apart.
///
/// # Errors
/// When the body is not a whole form: no boundary, no end, a part without a name, too many parts.
pub(super) fn read<'a>(content_type: Option<&str>, body: &'a [u8]) -> Result<Form<'a>, Broken> {
    let delimiter = delimiter(content_type.unwrap_or_default(), body)?;
    let mut rest = after_first(body, &delimiter).ok_or_else(|| {
        broken(
            "the body does not begin with the boundary of its Content-Type",
            "请求体不是以声明的 boundary 开头",
        )
    })?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        if parts.len() == MOST_PARTS {
            return Err(broken("the form has too many parts", "表单的部分过多"));
        }
        let (headers, content) = headers_of(rest)?;
        let end = find(content, &delimiter).ok_or_else(|| {
            broken("the form is cut off before its last boundary", "表单不完整，缺少结尾的 boundary")
        })?;
        parts.push(part(headers, &content[..end])?);
        rest = &content[end + delimiter.len()..];
    }
    Ok(Form(parts))
}

/// CR, LF, two dashes and the boundary: what stands before every part but the first, which may begin the body.
fn delimiter(content_type: &str, body: &[u8]) -> Result<Vec<u8>, Broken> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(broken(
            "the Content-Type is not multipart/form-data",
            "Content-Type 不是 multipart/form-data",
        ));
    }
    let named = parameters.split(';').filter_map(|pair| pair.split_once('='));
    let named = named.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"));
    let boundary = match named {
        Some((_, boundary)) => boundary.trim().trim_matches('"').as_bytes(),
        None => first_line(body).and_then(|line| line.strip_prefix(b"--")).unwrap_or_default(),
    };
    if boundary.is_empty() || boundary.len() > LONGEST_BOUNDARY {
        return Err(broken(
            "neither the Content-Type nor the body's first line holds a boundary of 1 to 70 bytes",
            "Content-Type 与请求体首行都没有 1 至 70 字节的 boundary",
        ));
    }
    Ok([b"\r\n--", boundary].concat())
}

fn first_line(body: &[u8]) -> Option<&[u8]> {
    let head = &body[..body.len().min(LONGEST_BOUNDARY + 4)];
    find(head, b"\r\n").map(|end| &head[..end])
}

/// What follows the first delimiter; text may stand before it, and it may begin the body without its line break.
fn after_first<'a>(body: &'a [u8], delimiter: &[u8]) -> Option<&'a [u8]> {
    let dashes = &delimiter[2..];
    if body.starts_with(dashes) {
        return Some(&body[dashes.len()..]);
    }
    find(body, delimiter).map(|at| &body[at + delimiter.len()..])
}

/// The headers of a part and what follows them.
fn headers_of(rest: &[u8]) -> Result<(&str, &[u8]), Broken> {
    let head = &rest[..rest.len().min(LONGEST_HEADERS)];
    let readable =
        find(head, b"\r\n\r\n").and_then(|end| Some((std::str::from_utf8(&head[..end]).ok()?, end)));
    let (text, end) = readable.ok_or_else(|| {
        broken(
            "the headers of a part are cut off, too long or not UTF-8",
            "某一部分的头不完整、过长或不是 UTF-8",
        )
    })?;
    // Blanks may fill up the line of the boundary; anything else there means that the boundary goes on.
    let (padding, headers) = text.split_once("\r\n").unwrap_or((text, ""));
    if !padding.trim_matches([' ', '\t']).is_empty() {
        return Err(broken("a line that begins with the boundary goes on", "boundary 所在行有多余内容"));
    }
    Ok((headers, &rest[end + 4..]))
}

fn part<'a>(headers: &'a str, bytes: &'a [u8]) -> Result<Part<'a>, Broken> {
    let header = |wanted: &str| {
        let mut lines = headers.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let name = parameter(disposition, "name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| broken("a part has no name", "某一部分没有 name"))?;
    let filename = parameter(disposition, "filename");
    Ok(Part { name, filename, content_type: header("content-type").unwrap_or_default(), bytes })
}

/// A parameter of a header such as `form-data; name="file"; filename="a;b.png"`, without its quotes.
fn parameter<'a>(header: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, next) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => {
                let end = closing_quote(quoted)?;
                (&quoted[..end], quoted[end + 1..].split_once(';').map(|(_, next)| next))
            }
            None => match after.split_once(';') {
                Some((value, next)) => (value.trim(), Some(next)),
                None => (after.trim(), None),
            },
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next?;
    }
}

/// Where a quoted text ends; a quote after a backslash belongs to the text.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return Some(at),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// Where `wanted`, which begins with CR, stands in `bytes` for the first time.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == b'\r') {
        from += at;
        if bytes[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=XX";

    fn form(text: &str) -> Result<Form<'_>, Broken> {
        read(Some(TYPE), text.as_bytes())
    }

    fn two_parts() -> String {
        let meta = "--XX\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\": 1}";
        let file = "\r\n--XX\r\ncontent-disposition: form-data; filename=\"a;\\\"b.png\"; name=file\r\n\r\n\r\n--X\r\n";
        format!("{meta}{file}\r\n--XX--\r\n")
    }

    #[test]
    fn parts_keep_their_exact_bytes() {
        let text = two_parts();
        let form = form(&text).unwrap();
        let meta = form.one("meta").unwrap();
        assert_eq!(
            (meta.bytes, meta.content_type, meta.filename),
            (&b"{\"a\": 1}"[..], "application/json", None)
        );
        let file = form.one("file").unwrap();
        assert_eq!((file.bytes, file.filename), (&b"\r\n--X\r\n"[..], Some("a;\\\"b.png")));
    }

    #[test]
    fn the_boundary_is_read_from_the_body_when_no_header_names_it() {
        let text = two_parts();
        for content_type in ["multipart/form-data", "Multipart/Form-Data; charset=utf-8; BOUNDARY=\"XX\""] {
            assert!(read(Some(content_type), text.as_bytes()).is_ok(), "{content_type}");
        }
    }

    #[test]
    fn text_before_the_first_boundary_and_blanks_after_one_are_nothing() {
        let text = format!("preamble\r\n{}", two_parts()).replace("--XX\r\n", "--XX \t\r\n");
        assert!(form(&text).is_ok());
    }

    #[test]
    fn every_cut_of_a_form_is_refused() {
        let text = two_parts();
        let whole = text.rfind("--").unwrap() + 2;
        for end in 0..whole {
            assert!(form(&text[..end]).is_err(), "cut after {end} bytes");
        }
        assert!(form(&text[..whole]).is_ok());
    }

    #[test]
    fn another_boundary_is_refused() {
        let text = two_parts();
        for content_type in ["multipart/form-data; boundary=YY", "multipart/form-data; boundary=X"] {
            assert!(read(Some(content_type), text.as_bytes()).is_err(), "{content_type}");
        }
        for content_type in [None, Some("application/json"), Some("multipart/form-data; boundary=\"\"")] {
            assert!(read(content_type, text.as_bytes()).is_err(), "{content_type:?}");
        }
        let long = format!("multipart/form-data; boundary={}", "b".repeat(71));
        assert!(read(Some(&long), text.as_bytes()).is_err());
    }

    #[test]
    fn missing_and_repeated_parts_are_refused() {
        let text = two_parts();
        assert!(form(&text).unwrap().one("sha256").is_err());
        let twice = text.replace("name=file", "name=meta");
        assert!(form(&twice).unwrap().one("meta").is_err());
        assert!(form(&text.replace("; name=file", "")).is_err());
        assert!(form(&text.replace("name=\"meta\"", "name=\"\"")).is_err());
    }

    #[test]
    fn hostile_forms_end_quickly() {
        let many = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n".repeat(1000);
        assert!(form(&format!("{many}--XX--")).is_err());
        let headers = format!("--XX\r\nA: {}\r\n\r\n\r\n--XX--", "a".repeat(LONGEST_HEADERS));
        assert!(form(&headers).is_err());
        assert!(read(Some(TYPE), &b"\r".repeat(8 * 1024 * 1024)).is_err());
        assert!(
            read(Some(TYPE), b"--XX\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\r\n--XX--")
                .is_err()
        );
        for tail in ["", "=", ";", "; name", "; name=\"a", "; name=\"\\\"", ";;=;\""] {
            let text = format!("--XX\r\nContent-Disposition: form-data{tail}\r\n\r\n\r\n--XX--");
            assert!(form(&text).is_err(), "{tail}");
        }
    }
}
