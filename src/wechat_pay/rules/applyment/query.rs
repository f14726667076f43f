//! Finding an application.

use crate::wechat_pay::model::applyment::{Applyment, Family};
use crate::wechat_pay::rules::Outcome;
use crate::wechat_pay::rules::refusal::ApplymentRefusal;
use crate::world::Cx;
use crate::world::ids::{ApplymentId, ApplymentNumber, Mchid};

/// The application of this number of WeChat Pay's, if it is the caller's.
///
/// # Errors
/// [`ApplymentRefusal::Unknown`], [`ApplymentRefusal::NotYours`].
pub fn by_id(cx: &Cx<'_>, provider: &Mchid, family: Family, id: &ApplymentId) -> Outcome<Applyment> {
    let found = cx.first::<Applyment>("applyment_id", id.as_str())?.filter(|found| found.family == family);
    let found = found.ok_or_else(|| ApplymentRefusal::Unknown(id.to_string()))?;
    if found.provider != *provider {
        return Err(ApplymentRefusal::NotYours(id.clone()).into());
    }
    Ok(found)
}

/// The caller's application of this number of its own.
///
/// # Errors
/// [`ApplymentRefusal::Unknown`].
pub fn by_number(
    cx: &Cx<'_>,
    provider: &Mchid,
    family: Family,
    number: &ApplymentNumber,
) -> Outcome<Applyment> {
    let found = cx.get::<Applyment>(&Applyment::key_of(provider, number))?;
    let found = found.filter(|found| found.family == family);
    Ok(found.ok_or_else(|| ApplymentRefusal::Unknown(number.to_string()))?)
}
