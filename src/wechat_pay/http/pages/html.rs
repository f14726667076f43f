//! Markup in which no text of a user can become markup: only literals go in as they are, everything else is escaped.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup written in the program.
    #[must_use]
    pub(super) fn raw(markup: &'static str) -> Html {
        Html(markup.to_owned())
    }

    /// The same with more markup behind it.
    #[must_use]
    pub(super) fn then(mut self, markup: &'static str) -> Html {
        self.0.push_str(markup);
        self
    }

    /// The same with a text behind it, escaped so that it is no markup, inside and outside of an attribute's quotes.
    #[must_use]
    pub(super) fn text(mut self, text: &str) -> Html {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// The same with another piece behind it.
    #[must_use]
    pub(super) fn and(mut self, other: &Html) -> Html {
        self.0.push_str(&other.0);
        self
    }

    /// The same with a sentence behind it, in Chinese and below it in English.
    #[must_use]
    pub(super) fn both(self, zh: &str, en: &str) -> Html {
        self.text(zh).then("<small lang=\"en\">").text(en).then("</small>")
    }

    /// The bytes to send.
    #[must_use]
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

const STYLE: &str = "<style>\
*{box-sizing:border-box}body{margin:0;background:#ededed;color:#191919;\
font:16px/1.6 -apple-system,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif}\
main{max-width:30rem;margin:0 auto;padding:1rem}h1{font-size:1.25rem;line-height:1.4;margin:.5rem 0 1rem}\
h2{font-size:1rem;margin:0 0 .5rem}section,fieldset{background:#fff;border:0;border-radius:.5rem;margin:0 0 1rem;padding:1rem}\
legend{float:left;width:100%;font-weight:600;padding:0;margin-bottom:.5rem}legend+*{clear:both}\
small{display:block;color:#6b6b6b;font-size:.8125rem;line-height:1.4}\
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:#6b6b6b}dd{margin:0;text-align:right;overflow-wrap:anywhere}\
.agreement{font-size:.9375rem}.agreement p{margin:0 0 .75rem}.agreement p:last-child{margin:0}\
label{display:flex;gap:.75rem;align-items:flex-start;padding:.5rem 0;border-bottom:1px solid #ededed;clear:both}\
label:last-of-type{border-bottom:0}label input[type=radio]{margin:.35rem 0 0;accent-color:#06ad56;width:1.1rem;height:1.1rem;flex:none}\
label.field{display:block;padding-left:1.85rem}input[type=text]{width:100%;font:inherit;padding:.5rem;border:1px solid #b2b2b2;border-radius:.25rem;margin-top:.25rem}\
button{display:block;width:100%;font:inherit;font-weight:600;padding:.75rem;margin:0 0 .75rem;border:0;border-radius:.5rem;background:#06874a;color:#fff}\
button.plain{background:#fff;color:#191919;border:1px solid #b2b2b2}button small{color:inherit;font-weight:400}\
.told{border-left:.25rem solid #06ad56}.wrong{border-left:.25rem solid #c9302c}\
footer{color:#5f5f5f;font-size:.8125rem;text-align:center}:focus-visible{outline:3px solid #10aeff;outline-offset:2px}\
</style>";

/// A whole page around its content.
#[must_use]
pub(super) fn page(title_zh: &str, title_en: &str, content: &Html) -> Html {
    Html::raw("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .text(title_zh)
        .then("</title>")
        .then(STYLE)
        .then("</head><body><main><h1>")
        .both(title_zh, title_en)
        .then("</h1>")
        .and(content)
        .then("<footer>")
        .both(
            "本页由 wxpay-sandbox 提供，代替微信支付的页面，没有任何法律效力。",
            "Served by wxpay-sandbox in the place of WeChat Pay's page; it has no legal effect.",
        )
        .then("</footer></main></body></html>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let nasty = "</p><script>alert('x')</script>\" onload=\"y&z";
        let page = Html::raw("<p title=\"").text(nasty).then("\">").both(nasty, nasty).then("</p>");
        let text = String::from_utf8(page.into_bytes()).unwrap();
        assert!(!text.contains("<script") && !text.contains("</p><"), "{text}");
        assert_eq!(text.matches('"').count(), 4, "two attributes, and no quote more: {text}");
        assert!(text.contains(
            "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y&amp;z"
        ));
    }
}
