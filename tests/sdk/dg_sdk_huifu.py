"""PyPI dg-sdk, unmodified: orders, queries, refunds, confirms; verifies every answer, and the notices as its documentation says.

Shows HF-06, HF-07, HF-13, HF-18, HF-20 through a real client.
"""

import json
import queue
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import dg_sdk
from dg_sdk.core.rsa_utils import rsa_design

from common import BASE, control

MERCHANT, USER = "6666000100000101", "6666000100000201"
APPID, OPENID = "wx0000000000000150", "oSdkBuyer0000000000000000150"
DATE = "20260105"


class Receiver:
    """The callback address: what came, each verified over the raw resp_data, answered with its number."""

    def __init__(self, public_key):
        self.seen = queue.Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = dict(urllib.parse.parse_qsl(body))
                fits, why = rsa_design(form["sign"], form["resp_data"], public_key)
                assert fits, why
                said = json.loads(form["resp_data"])
                receiver.seen.put(said)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(f"RECV_ORD_ID_{said['req_seq_id']}".encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notify"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        """The next notice: an answer comes before what it sets off."""
        return self.seen.get(timeout=5)


def post(request, members, more=None):
    for name, value in members.items():
        setattr(request, name, value)
    return request.post(more or {})


def order(number, amount, receiver, **more):
    members = {
        "req_date": DATE,
        "req_seq_id": number,
        "huifu_id": MERCHANT,
        "goods_desc": "一件商品 & <茶>",
        "trade_type": "T_MINIAPP",
        "trans_amt": amount,
    }
    wx_data = json.dumps({"sub_appid": APPID, "sub_openid": OPENID})
    more = {"wx_data": wx_data, "notify_url": receiver.url, "remark": "", **more}
    placed = post(dg_sdk.V2TradePaymentJspayRequest(), members, more)
    assert placed["resp_code"] == "00000100" and placed["trans_stat"] == "P", placed
    return placed


def query(number):
    members = {"org_req_date": DATE, "huifu_id": MERCHANT}
    return post(dg_sdk.V2TradePaymentScanpayQueryRequest(), members, {"org_req_seq_id": number})


def pay(placed, receiver):
    package = json.loads(placed["pay_info"])["package"]
    control("acts/buyer.pay", {"prepay_id": package.removeprefix("prepay_id=")})
    notice = receiver.next()
    assert notice["trans_stat"] == "S", notice
    return notice


def balances():
    members = {"req_date": DATE, "huifu_id": MERCHANT}
    answer = post(dg_sdk.V2TradeAcctpaymentBalanceQueryRequest(), members)
    return json.loads(answer["acctInfo_list"])[0]


def release(transaction_id, receiver):
    control("acts/merchant.ship", {"transaction_id": transaction_id, "logistics_type": 3, "item_desc": "茶"})
    control("acts/buyer.confirm_receipt", {"transaction_id": transaction_id})
    notice = receiver.next()
    assert notice["notify_type"] == 3 and notice["fund_freeze_stat"] == "UNFREEZE", notice
    return notice


def free(receiver):
    placed = order("PY1", "10.00", receiver)
    assert pay(placed, receiver).get("fund_freeze_stat") is None
    assert query("PY1")["trans_stat"] == "S"
    assert balances()["avl_bal"] == "10.00", balances()


def frozen(receiver):
    control("acts/platform.control_appid", {"appid": APPID})
    split = {"acct_infos": [{"huifu_id": MERCHANT, "div_amt": "70.00"}, {"huifu_id": USER, "div_amt": "30.00"}]}
    placed = order("PY2", "100.00", receiver, acct_split_bunch=json.dumps(split))
    notice = pay(placed, receiver)
    assert notice["fund_freeze_stat"] == "FREEZE" and notice["is_div"] == "1", notice
    assert (balances()["avl_bal"], balances()["control_bal"]) == ("10.00", "70.00"), balances()

    members = {"req_date": DATE, "req_seq_id": "PYR2", "huifu_id": MERCHANT, "ord_amt": "10.00", "org_req_date": DATE}
    refunded = post(dg_sdk.V2TradePaymentScanpayRefundRequest(), members, {"org_req_seq_id": "PY2"})
    assert refunded["fund_freeze_stat"] == "FREEZE", refunded
    assert receiver.next()["trans_type"] == "TRANS_REFUND"
    assert release(notice["out_trans_id"], receiver)["unfreeze_amt"] == "90.00"
    assert query("PY2")["fund_freeze_stat"] == "UNFREEZE"
    assert balances()["avl_bal"] == "73.00", balances()


def delayed(receiver):
    placed = order("PY3", "20.00", receiver, delay_acct_flag="Y")
    notice = pay(placed, receiver)

    def confirm(number):
        members = {"req_date": DATE, "req_seq_id": number, "huifu_id": MERCHANT, "pay_type": ""}
        request = dg_sdk.V2TradePaymentDelaytransConfirmRequest()
        return post(request, members, {"org_req_date": DATE, "org_req_seq_id": "PY3"})

    refused = confirm("PYC3")
    assert refused["resp_code"] == "90000000" and refused["trans_stat"] == "F", refused
    release(notice["out_trans_id"], receiver)
    assert confirm("PYC3")["unconfirm_amt"] == "0.00"


def wrong_key(receiver):
    config = dg_sdk.DGClient.mer_config
    own, config.sys_id = config.sys_id, USER
    refused = query("PY1")
    config.sys_id = own
    assert refused["resp_code"] == "22000002", refused


def main():
    with urllib.request.urlopen(f"{BASE}/_sandbox/worlds/default/huifu/credentials") as answer:
        given = json.load(answer)
    caller = given["callers"][0]
    dg_sdk.DGClient.mer_config = dg_sdk.MerConfig(
        caller["rsa_private_key"], given["rsa_public_key"], caller["sys_id"], caller["product_id"]
    )
    # The client's host is a class attribute; this is the way in that needs no door of its own.
    dg_sdk.DGClient.BASE_URL = BASE
    receiver = Receiver(given["rsa_public_key"])
    for step in [free, frozen, delayed, wrong_key]:
        step(receiver)
        print(f"ok {step.__name__}")


if __name__ == "__main__":
    main()
