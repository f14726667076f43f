"""PyPI wechatpayv3, unmodified: places, queries, closes; verifies and decrypts callbacks; follows a certificate rotation.

Shows WI-16, WI-17, WI-18, CE-01, CE-03, NO-01, NO-04, OR-01, OR-08, OR-09, CO-01, CO-02, CO-03 through a real client.
"""

from common import MCHID, MODE, OPENID, SUBS, answered, control, run


def single(client, receiver):
    number = f"PY{MODE[:4]}SINGLE1"
    order = {
        "description": "一件商品",
        "out_trade_no": number,
        "amount": {"total": 100, "currency": "CNY"},
        "payer": {"sp_openid": OPENID},
        "notify_url": receiver.url,
        "sub_mchid": SUBS[0],
        "attach": "附加 & <数据>",
    }
    first = answered(client.pay(**order), 200)
    assert first["prepay_id"].startswith("wx"), first
    changed = answered(client.pay(**{**order, "amount": {"total": 101, "currency": "CNY"}}), 403)
    assert changed["code"] == "OUT_TRADE_NO_USED", changed
    unpaid = answered(client.query(out_trade_no=number, sub_mchid=SUBS[0]), 200)
    assert unpaid["trade_state"] == "NOTPAY" and "transaction_id" not in unpaid, unpaid

    paid = control("acts/buyer.pay", {"out_trade_no": number})
    assert [h["detail"]["outcome"]["answered"]["status"] for h in paid["happened"]] == [204], paid
    notice = receiver.seen.pop()
    assert notice["event_type"] == "TRANSACTION.SUCCESS", notice
    assert notice["resource"]["attach"] == "附加 & <数据>", notice
    by_id = answered(client.query(transaction_id=notice["resource"]["transaction_id"], sub_mchid=SUBS[0]), 200)
    assert by_id == notice["resource"], (by_id, notice["resource"])
    closing = answered(client.close(number, sub_mchid=SUBS[0]), 400)
    assert closing["code"] == "ORDER_PAID", closing


def closed(client, receiver):
    number = f"PY{MODE[:4]}CLOSED1"
    answered(
        client.pay(
            description="never paid",
            out_trade_no=number,
            amount={"total": 1},
            payer={"sp_openid": OPENID},
            notify_url=receiver.url,
            sub_mchid=SUBS[0],
        ),
        200,
    )
    for _ in range(2):
        answered(client.close(number, sub_mchid=SUBS[0]), 204)
    state = answered(client.query(out_trade_no=number, sub_mchid=SUBS[0]), 200)["trade_state"]
    assert state == "CLOSED", state
    assert not receiver.seen, receiver.seen


def sub_orders(name):
    return [
        {
            "mchid": MCHID,
            "sub_mchid": sub,
            "out_trade_no": f"{name}-{place}",
            "attach": "combined",
            "description": "one thing",
            "amount": {"total_amount": total, "currency": "CNY"},
            "settle_info": {"profit_sharing": True},
        }
        for place, (sub, total) in enumerate(zip(SUBS, (5000, 3000)))
    ]


def combined(client, receiver):
    number = f"PY{MODE[:4]}COMBINED1"
    placed = {"combine_payer_info": {"openid": OPENID}, "notify_url": receiver.url}
    answered(client.combine_pay(number, sub_orders(number), **placed), 200)
    control("acts/buyer.pay", {"combine_out_trade_no": number})
    notice = receiver.seen.pop()
    assert not receiver.seen, "one notice for the whole combined order"
    states = [sub["trade_state"] for sub in notice["resource"]["sub_orders"]]
    assert states == ["SUCCESS", "SUCCESS"], notice
    assert answered(client.combine_query(number), 200) == notice["resource"]

    other = f"PY{MODE[:4]}COMBINED2"
    lines = sub_orders(other)
    answered(client.combine_pay(other, lines, **placed), 200)
    partly = [{key: line[key] for key in ("mchid", "sub_mchid", "out_trade_no")} for line in lines]
    answered(client.combine_close(other, partly[:1]), 400)
    answered(client.combine_close(other, partly), 204)
    assert {s["trade_state"] for s in answered(client.combine_query(other), 200)["sub_orders"]} == {"CLOSED"}


def rotation(client, receiver):
    """The client meets an unknown serial, downloads the certificates by itself and goes on."""
    new = control("acts/platform.rotate_certificate", {})["result"]["serial"]
    answered(client.combine_query(f"PY{MODE[:4]}COMBINED1"), 200)
    known = {cert.serial_number for cert in client._core._certificates}
    assert int(new, 16) in known, "the new certificate was not downloaded"
    assert not receiver.seen


if __name__ == "__main__":
    run([single, closed, combined] + ([rotation] if MODE == "certificate" else []))
