"""PyPI wechatpayv3, unmodified, over the money APIs of an ordinary service provider: receivers, split, return, unfreeze,
refund, abnormal refund, bills.

Shows PP-08, PP-12, PP-16, PP-25, PP-27, RF-10, OR-12, BI-03 and BI-04 through a real client.
"""

import gzip
import hashlib
import json
from datetime import datetime, timedelta

from common import MODE, OPENID, SUBS, answered, control, run

SUB = SUBS[0]
SUPPLIER = "1900000139"


def name(suffix):
    return f"PM{MODE[:4]}{suffix}"


def paid(client, receiver, number, total):
    answered(
        client.pay(
            description="一件商品",
            out_trade_no=name(number),
            amount={"total": total, "currency": "CNY"},
            payer={"sp_openid": OPENID},
            notify_url=receiver.url,
            sub_mchid=SUB,
            settle_info={"profit_sharing": True},
        ),
        200,
    )
    control("acts/buyer.pay", {"out_trade_no": name(number)})
    return receiver.seen.pop()["resource"]["transaction_id"]


def shared(client, receiver):
    order = paid(client, receiver, "SPLIT1", 10000)
    parts = lambda: [
        {"type": "MERCHANT_ID", "account": SUPPLIER, "amount": 1000, "description": "to the supplier"},
        {"type": "PERSONAL_OPENID", "account": OPENID, "name": "张三", "amount": 500, "description": "commission"},
    ]
    split = lambda: client.profitsharing_order(order, name("S1"), parts(), False, sub_mchid=SUB)
    early = answered(split(), 400)
    assert early["message"] == "订单处理中，请稍后重试", early
    control("clock/advance", {"by": "1m"})
    unrelated = answered(split(), 400)
    assert unrelated["code"] == "PARAM_ERROR", unrelated
    added = answered(
        client.profitsharing_add_receiver("MERCHANT_ID", SUPPLIER, "SUPPLIER", name="供货商", sub_mchid=SUB), 200
    )
    assert client.decrypt(added["name"]) == "供货商", added
    answered(client.profitsharing_add_receiver("PERSONAL_OPENID", OPENID, "USER", name="张三", sub_mchid=SUB), 200)
    first = answered(split(), 200)
    assert first["state"] == "PROCESSING", first
    control("clock/advance", {"by": "1s"})
    done = answered(client.profitsharing_order_query(order, name("S1"), sub_mchid=SUB), 200)
    assert done["state"] == "FINISHED" and done["order_id"] == first["order_id"], done
    assert [r["result"] for r in done["receivers"]] == ["SUCCESS", "SUCCESS"], done
    left = answered(client.profitsharing_amount_query(order), 200)
    assert left["unsplit_amount"] == 9940 - 1500, left
    ratio = answered(client.profitsharing_config_query(SUB), 200)
    assert ratio == {"sub_mchid": SUB, "max_ratio": 3000}, ratio

    back = lambda: client.profitsharing_return(
        name("R1"), SUPPLIER, 400, "returned", out_order_no=name("S1"), sub_mchid=SUB
    )
    # The supplier is the same for both modes: it consents in neither.
    control("acts/merchant.set_split_return_consent", {"mchid": SUPPLIER, "on": False})
    no_consent = answered(back(), 403)
    assert no_consent["message"] == "回退方未开通分账回退功能", no_consent
    control("acts/merchant.set_split_return_consent", {"mchid": SUPPLIER, "on": True})
    returned = answered(back(), 200)
    assert returned["result"] == "SUCCESS" and returned["amount"] == 400, returned
    assert answered(client.profitsharing_return_query(name("S1"), name("R1"), sub_mchid=SUB), 200) == returned

    reused = answered(client.profitsharing_unfreeze(order, name("S1"), "the rest", sub_mchid=SUB), 400)
    assert reused["code"] == "PARAM_ERROR", reused
    rest = answered(client.profitsharing_unfreeze(order, name("F1"), "the rest", sub_mchid=SUB), 200)
    assert [r["amount"] for r in rest["receivers"]] == [8440], rest
    answered(client.profitsharing_delete_receiver("MERCHANT_ID", SUPPLIER, sub_mchid=SUB), 200)


def refunded(client, receiver):
    order = paid(client, receiver, "REFUND1", 10000)
    refund = lambda amount: client.refund(
        name("RF1"),
        {"refund": amount, "total": 10000, "currency": "CNY"},
        transaction_id=order,
        notify_url=receiver.url,
        sub_mchid=SUB,
    )
    first = answered(refund(4000), 200)
    assert first["status"] == "PROCESSING", first
    assert answered(refund(4000), 200)["refund_id"] == first["refund_id"]
    answered(refund(4001), 400)
    assert answered(client.query(transaction_id=order, sub_mchid=SUB), 200)["trade_state"] == "REFUND"
    control("acts/refund.fail", {"out_refund_no": name("RF1"), "state": "ABNORMAL"})
    notice = receiver.seen.pop()
    assert notice["event_type"] == "REFUND.ABNORMAL", notice
    card = {"bank_type": "ICBC_DEBIT", "bank_account": "6222000000000000", "real_name": "张三"}
    again = answered(
        client.abnormal_refund(first["refund_id"], name("RF1"), "USER_BANK_CARD", sub_mchid=SUB, **card), 200
    )
    assert again["refund_id"] == first["refund_id"], again
    control("clock/advance", {"by": "7d"})
    done = answered(client.query_refund(name("RF1"), sub_mchid=SUB), 200)
    assert (done["status"], done["channel"]) == ("SUCCESS", "OTHER_BANKCARD"), done
    assert receiver.seen.pop()["event_type"] == "REFUND.SUCCESS"


def bills(client, receiver):
    now = control("clock/advance", {"by": "1d"})["now"]
    # The orders were paid before the seven days of `refunded` and the one above.
    day = (datetime.fromisoformat(now) - timedelta(days=8)).strftime("%Y-%m-%d")
    for bill, heading in (
        (client.trade_bill(day), "交易时间"),
        (client.trade_bill(day, bill_type="REFUND", tar_type="GZIP", sub_mchid=SUB), "交易时间"),
        (client.profitsharing_bill(day, sub_mchid=SUB), "分账时间"),
    ):
        told = answered(bill, 200)
        code, packed = client.download_bill(told["download_url"])
        assert code == 200, (code, packed)
        plain = gzip.decompress(packed)
        assert hashlib.sha1(plain).hexdigest() == told["hash_value"], told
        assert plain.decode().startswith(heading), plain.decode()[:80]
    encrypted = answered(client.submch_fundflow_bill(SUB, day, "BASIC"), 200)
    assert encrypted["download_bill_count"] == 1, encrypted
    today = answered(client.trade_bill(now[:10]), 400)
    assert today["code"] in ("STATEMENT_CREATING", "INVALID_REQUEST"), today
    assert not receiver.seen, json.dumps(receiver.seen, ensure_ascii=False)


if __name__ == "__main__":
    run([shared, refunded, bills])
