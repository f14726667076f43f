//! Bills, downloaded as an SDK downloads them, and compared with the books.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;
use wxpay_sandbox::crypto::{Sha1, aead, from_base64, pool};
use wxpay_sandbox::wechat_pay::model::accounts;
use wxpay_sandbox::wechat_pay::model::cause::Cause;
use wxpay_sandbox::wechat_pay::model::merchant::Merchant;
use wxpay_sandbox::wechat_pay::model::order::Order;
use wxpay_sandbox::wechat_pay::model::withdraw::Withdraw;
use wxpay_sandbox::world::books::{Posting, Stretch};
use wxpay_sandbox::world::day::Day;
use wxpay_sandbox::world::ids::Mchid;
use wxpay_sandbox::world::store::Page;

use super::{Bench, PLATFORM, read};

/// A bill as its merchant reads it.
pub struct Bill {
    /// The whole file.
    pub text: String,
    /// Its rows, by column.
    pub rows: Vec<BTreeMap<String, String>>,
    /// Its summary, by column.
    pub summary: BTreeMap<String, String>,
}

impl Bench {
    /// Applies for a bill of the platform's, downloads it, opens it and checks its digest. None when nothing happened.
    pub fn bill(&self, target: &str) -> Option<Bill> {
        let (status, answer) = self.get(target);
        if status == 400 && answer["code"] == "NO_STATEMENT_EXIST" {
            return None;
        }
        assert_eq!(status, 200, "{target}: {answer}");
        let file = answer.pointer("/download_bill_list/0").unwrap_or(&answer);
        let mut bytes = self.downloaded(file["download_url"].as_str().unwrap());
        if file["encrypt_key"].is_string() {
            bytes = self.opened(file, &bytes);
        }
        if target.contains("tar_type=GZIP") {
            let mut plain = Vec::new();
            GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).expect("gzip");
            bytes = plain;
        }
        let mut sha1 = Sha1::default();
        sha1.update(&bytes);
        assert_eq!(file["hash_value"].as_str().unwrap(), sha1.finish(), "{target}");
        Some(Bill::read(std::str::from_utf8(&bytes).expect("UTF-8")))
    }

    /// Downloads a file; the answer carries no signature.
    pub fn downloaded(&self, url: &str) -> Vec<u8> {
        let target = url.strip_prefix("https://api.mch.weixin.qq.com").expect("WeChat Pay's own host");
        let answer = self.handle(&self.signed("GET", target, b""));
        assert_eq!(answer.status, 200, "{:?}", read(&answer));
        assert!(
            !answer.headers.iter().any(|(name, _)| name.starts_with("Wechatpay-")),
            "a file is not signed"
        );
        answer.body
    }

    fn opened(&self, file: &Value, sealed: &[u8]) -> Vec<u8> {
        let merchant = self.merchant();
        let own = pool::key(merchant.active_certificate().unwrap().pool_key.unwrap());
        let key = own.decrypt_oaep(&from_base64(file["encrypt_key"].as_str().unwrap()).unwrap()).unwrap();
        assert!(key.iter().all(u8::is_ascii_alphanumeric), "clients make a text of the key");
        let key = key.as_slice().try_into().expect("32 characters");
        let nonce = file["nonce"].as_str().unwrap().as_bytes().try_into().expect("12 characters");
        aead::open(key, nonce, b"", sealed).expect("the file opens")
    }
}

impl Bill {
    /// Reads the form of all bills: names, rows of values behind backticks, names and one row of the summary.
    fn read(text: &str) -> Bill {
        let lines: Vec<&str> = text.lines().collect();
        let (body, end) = lines.split_at(lines.len() - 2);
        let row = |names: &str, line: &str| -> BTreeMap<String, String> {
            let names: Vec<&str> = names.split(',').collect();
            let values: Vec<&str> = line.strip_prefix('`').expect("a backtick").split(",`").collect();
            assert_eq!(names.len(), values.len(), "{line}");
            names.into_iter().zip(values).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let rows = body[1..].iter().map(|line| row(body[0], line)).collect();
        Bill { rows, summary: row(end[0], end[1]), text: text.to_owned() }
    }

    /// The rows that say this in a column.
    fn with<'a>(
        &'a self,
        column: &'a str,
        value: &'a str,
    ) -> impl Iterator<Item = &'a BTreeMap<String, String>> {
        self.rows.iter().filter(move |row| row[column] == value)
    }
}

/// Yuan as fen; of fees, whose decimals are five, the last three are zeros.
fn fen(yuan: &str) -> i64 {
    let (whole, decimals) = yuan.split_once('.').expect("a decimal point");
    assert!(matches!(decimals.len(), 2 | 5) && decimals[2..].bytes().all(|b| b == b'0'), "{yuan}");
    let value: i64 = format!("{}{}", whole.trim_start_matches('-'), &decimals[..2]).parse().expect("digits");
    if yuan.starts_with('-') { -value } else { value }
}

fn sum<'a>(rows: impl Iterator<Item = &'a BTreeMap<String, String>>, column: &str) -> i64 {
    rows.map(|row| fen(&row[column])).sum()
}

/// What the books say of a day, to be held against bills.
struct Books {
    postings: Vec<Posting>,
    orders: BTreeMap<String, Order>,
}

impl Books {
    fn of(bench: &Bench, day: Day) -> Books {
        let stretch = Stretch { from: day.start(), to: day.next().start() };
        let (postings, orders) = bench
            .world
            .command(|cx| {
                Ok::<_, wxpay_sandbox::world::Bug>((
                    cx.moved(stretch, 0, u32::MAX)?,
                    cx.page::<Order>(Page::ALL)?,
                ))
            })
            .unwrap();
        let paid = orders.into_iter().filter_map(|order| {
            let number = order.payment()?.transaction_id.to_string();
            Some((number, order))
        });
        Books { postings, orders: paid.collect() }
    }

    /// How many fees were charged later than at payment (PS-24): rows of their own.
    fn late_fees(&self, sub: Option<&str>) -> usize {
        let late = |posting: &&Posting| {
            let order = self.orders.get(&posting.subject);
            let ours = order.filter(|order| sub.is_none_or(|sub| sub == order.payee.recipient().as_str()));
            posting.cause == "fee"
                && ours.and_then(Order::payment).is_some_and(|payment| payment.fee_came_late)
        };
        self.postings.iter().filter(late).count()
    }

    /// What moved for these causes, about the platform's orders, or those of one sub-merchant.
    fn sum(&self, causes: &[Cause], sub: Option<&str>) -> (usize, i64) {
        let wanted = |posting: &&Posting| {
            let order = self.orders.get(&posting.subject);
            let theirs = order.is_some_and(|order| {
                order.payee.initiator().as_str() == PLATFORM
                    && sub.is_none_or(|sub| sub == order.payee.recipient().as_str())
            });
            theirs && causes.iter().any(|cause| cause.word() == posting.cause)
        };
        let found: Vec<&Posting> = self.postings.iter().filter(wanted).collect();
        (found.len(), found.iter().map(|posting| posting.amount.get()).sum())
    }
}

/// Every bill of a day that lies back far enough says what the books say: opening balance plus what came less what went is
/// the closing balance, payments, refunds and splits add up.
///
/// All withdrawals must have been asked for by the platform.
pub fn check_day(bench: &Bench, date: &str) {
    let day = Day::parse(date).unwrap();
    let books = Books::of(bench, day);
    let merchants = bench.world.command(|cx| cx.page::<Merchant>(Page::ALL)).unwrap();
    let is_sub = |merchant: &&Merchant| merchant.provider().is_some_and(|of| of.as_str() == PLATFORM);
    let subs: Vec<String> = merchants.iter().filter(is_sub).map(|sub| sub.mchid.to_string()).collect();
    let only = |sub: &str| format!("&sub_mchid={sub}");
    for sub in std::iter::once(None).chain(subs.iter().map(|sub| Some(sub.as_str()))) {
        let filter = sub.map(only).unwrap_or_default();
        trade(bench, &format!("bill_date={date}{filter}"), &books, sub);
        sharing(bench, &format!("/v3/profitsharing/bills?bill_date={date}{filter}"), &books, sub);
    }
    withdrawn(bench, date, &books);
    let mut alone = BTreeMap::new();
    for purse in accounts::Purse::NAMES {
        let target = format!("/v3/bill/fundflowbill?bill_date={date}&account_type={purse}");
        flow(bench, bench.bill(&target).as_ref(), day, PLATFORM, purse);
        for sub in &subs {
            let target = format!(
                "/v3/bill/sub-merchant-fundflowbill?sub_mchid={sub}&bill_date={date}&account_type={purse}&algorithm=AEAD_AES_256_GCM&tar_type=GZIP"
            );
            let bill = bench.bill(&target);
            flow(bench, bill.as_ref(), day, sub, purse);
            alone.insert((sub.clone(), *purse), bill.map(|bill| bill.rows).unwrap_or_default());
        }
    }
    together(bench, date, &alone);
}

/// The money story of an order says after each posting what a sum over all postings before it says.
pub fn check_story(bench: &Bench, transaction_id: &str) {
    let command = bench.world.command(|cx| {
        Ok::<_, wxpay_sandbox::world::Bug>((cx.story(transaction_id)?, cx.postings("", Page::ALL)?))
    });
    let (story, postings) = command.unwrap();
    assert!(!story.is_empty());
    for chapter in story {
        let held = |account: &str| {
            let before = postings.iter().filter(|one| one.id <= chapter.posting.id && one.state == "posted");
            before
                .map(|one| match account {
                    account if one.credit == account => one.amount.get(),
                    account if one.debit == account => -one.amount.get(),
                    _ => 0,
                })
                .sum::<i64>()
        };
        assert_eq!(chapter.debit_after.get(), held(&chapter.posting.debit));
        assert_eq!(chapter.credit_after.get(), held(&chapter.posting.credit));
    }
}

fn trade(bench: &Bench, query: &str, books: &Books, sub: Option<&str>) {
    let of = |kind: &str| bench.bill(&format!("/v3/bill/tradebill?{query}&bill_type={kind}"));
    let (count, paid) = books.sum(&[Cause::Pay], sub);
    let (_, refunded) = books.sum(&[Cause::Refund, Cause::RefundAdvance], sub);
    let (_, back) = books.sum(&[Cause::FeeBack], sub);
    let (_, fees) = books.sum(&[Cause::Fee], sub);
    let late = books.late_fees(sub);
    let Some(all) = of("ALL") else {
        assert_eq!((count, late, refunded), (0, 0, 0), "{query}");
        assert!(of("SUCCESS").is_none() && of("REFUND").is_none(), "{query}");
        return;
    };
    assert_eq!(all.with("交易状态", "SUCCESS").count(), count + late, "{query}");
    assert_eq!(sum(all.rows.iter(), "订单金额"), paid, "{query}");
    assert_eq!(sum(all.rows.iter(), "退款金额"), refunded, "{query}");
    assert_eq!(sum(all.rows.iter(), "手续费"), fees - back, "{query}");
    let rows = all.rows.len();
    let said = |name: &str| fen(&all.summary[name]);
    assert_eq!(all.summary["总交易单数"], rows.to_string());
    assert_eq!((said("应结订单总金额"), said("订单总金额")), (paid, paid));
    assert_eq!((said("退款总金额"), said("申请退款总金额")), (refunded, refunded));
    assert_eq!(said("手续费总金额"), fees - back);
    let (success, refund) = (of("SUCCESS"), of("REFUND"));
    let count_of = |bill: &Option<Bill>| bill.as_ref().map_or(0, |bill| bill.rows.len());
    assert_eq!(count_of(&success), count + late, "{query}");
    assert_eq!(count_of(&success) + count_of(&refund), rows, "{query}");
    assert_eq!(success.map_or(0, |bill| fen(&bill.summary["手续费总金额"])), fees, "{query}");
    assert_eq!(refund.map_or(0, |bill| fen(&bill.summary["退款总金额"])), refunded, "{query}");
}

fn sharing(bench: &Bench, target: &str, books: &Books, sub: Option<&str>) {
    let (splits, returns) = (books.sum(&[Cause::Split], sub), books.sum(&[Cause::SplitReturn], sub));
    let Some(bill) = bench.bill(target) else {
        return assert_eq!(splits.0 + returns.0, 0, "{target}");
    };
    for (kind, (count, amount)) in [("分账", splits), ("分账回退", returns)] {
        assert_eq!(bill.with("业务类型", kind).count(), count, "{target}");
        assert_eq!(sum(bill.with("业务类型", kind), "分账金额"), amount, "{target}");
    }
    assert_eq!(bill.summary["分账总笔数"], splits.0.to_string());
    assert_eq!((fen(&bill.summary["分账总金额"]), fen(&bill.summary["回退总金额"])), (splits.1, returns.1));
}

/// What came back of withdrawals that the platform asked for.
fn withdrawn(bench: &Bench, date: &str, books: &Books) {
    let platform = Mchid::parse(PLATFORM).unwrap();
    // What a shop withdraws by itself in the back office is no matter of the platform's.
    let asked = |posting: &&Posting| {
        let found = bench.world.command(|cx| cx.first::<Withdraw>("withdraw_id", &posting.document));
        found.unwrap().is_some_and(|withdraw| withdraw.is_asked_by(&platform))
    };
    let back =
        books.postings.iter().filter(|posting| posting.cause == Cause::WithdrawBack.word()).filter(asked);
    let back: Vec<i64> = back.map(|posting| posting.amount.get()).collect();
    let target = format!("/v3/merchant/fund/withdraw/bill-type/NO_SUCC?bill_date={date}");
    let Some(bill) = bench.bill(&target) else {
        return assert!(back.is_empty(), "{target}");
    };
    assert_eq!(bill.rows.iter().map(|row| fen(&row["提现金额"])).collect::<Vec<_>>(), back);
    assert_eq!(fen(&bill.summary["提现总金额"]), back.iter().sum::<i64>());
}

/// Opening balance plus what came less what went is the closing balance, and so after every row.
fn flow(bench: &Bench, bill: Option<&Bill>, day: Day, mchid: &str, purse: &str) {
    let held = |at| {
        let prefixes = if purse == "BASIC" { vec!["BASIC", "POT/"] } else { vec![purse] };
        let of = |part: &str| {
            bench.world.command(|cx| cx.held_before(&format!("{mchid}/{part}"), at)).unwrap().get()
        };
        prefixes.into_iter().map(of).sum::<i64>()
    };
    let (opening, closing) = (held(day.start()), held(day.next().start()));
    let Some(bill) = bill else {
        return assert_eq!(opening, closing, "{mchid} {purse} moved without a bill");
    };
    let mut running = opening;
    for row in &bill.rows {
        let amount = fen(&row["收支金额(元)"]);
        running += if row["收支类型"] == "收入" { amount } else { -amount };
        assert_eq!(fen(&row["账户结余(元)"]), running, "{mchid} {purse}: {row:?}");
        let kind = row["业务类型"].as_str();
        assert!(!kind.is_empty() && kind != "解冻", "{row:?}");
        // A top-up has no paper of the merchant's, and the number of a subsidy may be left out.
        assert!(!row["业务凭证号"].is_empty() || matches!(kind, "充值" | "补差"), "{row:?}");
    }
    assert_eq!(running, closing, "{mchid} {purse}");
    let (came, went) = (fen(&bill.summary["收入金额"]), fen(&bill.summary["支出金额"]));
    assert_eq!(opening + came - went, closing, "{mchid} {purse}");
    assert_eq!(bill.summary["资金流水总笔数"], bill.rows.len().to_string());
}

/// The bill of all sub-merchants has the rows of each one's own bills, and no others.
fn together(bench: &Bench, date: &str, alone: &BTreeMap<(String, &str), Vec<BTreeMap<String, String>>>) {
    let target = format!(
        "/v3/ecommerce/bill/fundflowbill?bill_date={date}&account_type=ALL&algorithm=AEAD_AES_256_GCM"
    );
    let mut all: BTreeMap<(String, String), Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for mut row in bench.bill(&target).map(|bill| bill.rows).unwrap_or_default() {
        let key = (row.remove("二级商户号").unwrap(), row.remove("账户类型").unwrap());
        all.entry(key).or_default().push(row);
    }
    for ((sub, purse), rows) in alone {
        let found = all.remove(&(sub.clone(), (*purse).to_owned())).unwrap_or_default();
        assert_eq!(found, *rows, "{sub} {purse}");
    }
    assert!(all.is_empty(), "{all:?}");
}
