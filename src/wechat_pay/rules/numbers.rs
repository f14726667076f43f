//! How WeChat Pay numbers its papers (GEN-05).

use crate::world::{Bug, Cx};

/// A number of 29 digits: four that tell the kind of paper, six, the day, eleven. `stream` is where chance comes from.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn paper(cx: &Cx<'_>, stream: &str, kind: &str) -> Result<String, Bug> {
    let mut draw = cx.random(stream)?;
    Ok(format!("{kind}{}{}{}", draw.digits(6), cx.now().format("%Y%m%d"), draw.digits(11)))
}
