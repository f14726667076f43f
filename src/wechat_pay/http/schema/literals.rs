//! The texts of schema errors (WI-19). `{source}` is the place (`/body/amount/total`), `{label}` the field's Chinese name.
//!
//! Quotes, commas and blanks are the server's own: clients have been seen to search for them.

// Documented or seen in real answers.

pub(super) const REQUIRED: &str = "输入源“{source}”映射到字段“{label}”必填性规则校验失败，此字段为必填项";
pub(super) const NOT_INTEGER_IN_JSON: &str =
    "无法将 JSON 输入源“{source}”映射到目标字段“{label}”中，此字段需要一个合法的 {bits} 位有符号整数";
pub(super) const NOT_TEXT: &str = "无法将传入参数“{label}”转换为string/bytes类型。";
pub(super) const TOO_LONG: &str =
    "输入源“{source}”映射到值字段“{label}”字符串规则校验失败，字节数 {count}，大于最大值 {bound}";
pub(super) const TOO_SHORT: &str =
    "输入源“{source}”映射到值字段“{label}”字符串规则校验失败，字符数 {count}，小于最小值 {bound}";
pub(super) const MISMATCH: &str =
    "输入源“{source}”映射到值字段“{label}”字符串规则校验失败，字符串必须匹配正则表达式“{pattern}”";
pub(super) const NOT_LIST: &str =
    "无法将 JSON 输入源“{source}”映射到多重字段“{label}”中，此字段需要 JSON 数组对象";
pub(super) const NOT_UNSIGNED: &str =
    "无法将输入源“{source}”映射到目标字段“{label}”中，此字段需要一个合法的 64 位无符号整数";
/// The bare text for a request that cannot be read at all.
pub(super) const MALFORMED: &str = "参数错误";
/// Split receivers whose amount is no integer (table of the profit-sharing API).
pub(super) const RECEIVERS_FORMAT: &str = "分账接收方列表格式错误";

// assumed: no source proves the texts below; they continue the family above.

/// The words before the label were seen at an API that reads leniently (AS-65); assumed: those after it.
pub(super) const NOT_TEXT_IN_JSON: &str =
    "无法将 JSON 输入源“{source}”映射到目标字段“{label}”中，此字段需要一个合法的字符串";

/// assumed: the signed sibling of the documented text `…此字段需要一个合法的 64 位无符号整数` for a path variable.
pub(super) const NOT_INTEGER: &str =
    "无法将输入源“{source}”映射到目标字段“{label}”中，此字段需要一个合法的 {bits} 位有符号整数";
/// assumed
pub(super) const NOT_BOOL: &str =
    "无法将 JSON 输入源“{source}”映射到目标字段“{label}”中，此字段需要一个合法的布尔值";
/// assumed
pub(super) const NOT_OBJECT: &str = "无法将 JSON 输入源“{source}”映射到字段“{label}”中，此字段需要 JSON 对象";
/// assumed
pub(super) const NOT_TIME: &str =
    "输入源“{source}”映射到值字段“{label}”字符串规则校验失败，字符串必须遵循 rfc3339 标准格式";
/// assumed
pub(super) const NOT_LISTED: &str =
    "输入源“{source}”映射到值字段“{label}”枚举规则校验失败，此字段的取值必须为“{words}”之一";
/// assumed
pub(super) const TOO_SMALL: &str =
    "输入源“{source}”映射到值字段“{label}”数值规则校验失败，数值 {count}，小于最小值 {bound}";
/// assumed
pub(super) const TOO_LARGE: &str =
    "输入源“{source}”映射到值字段“{label}”数值规则校验失败，数值 {count}，大于最大值 {bound}";
/// The words after the label are documented; assumed: the words before it (those of `NOT_LIST`).
pub(super) const TOO_MANY: &str =
    "输入源“{source}”映射到多重字段“{label}”多重性规则校验失败，此字段个数为 {count} 个，大于最大值 {bound}";
/// assumed
pub(super) const TOO_FEW: &str =
    "输入源“{source}”映射到多重字段“{label}”多重性规则校验失败，此字段个数为 {count} 个，小于最小值 {bound}";

/// `template` with every `{name}` replaced by its value.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
