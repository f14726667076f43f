"""PyPI pyallinpay, unmodified: orders, payment codes, fund control, refunds, bills; checks the signatures of answers and notices.

Shows AL-02, AL-03, AL-05, AL-07, AL-08, AL-10, AL-22, AL-31, AL-41, AL-42, AL-51, AL-69, AL-74, AL-77, AL-85 through a real client.
"""

import io
import json
import logging
import os
import threading
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from allinpay import AllInPayClient
from allinpay.core.exceptions import AllInPayClientException

BASE, MODE = os.environ["SANDBOX"], os.environ["MODE"]
WORLD = f"{BASE}/_sandbox/worlds/default"
FREE, CONTROLLED = "wx0000000000000151", "wx0000000000000152"
OPENIDS = {FREE: "oSdkBuyer0000000000000000151", CONTROLLED: "oSdkBuyer0000000000000000152"}


class RsaClient(AllInPayClient):
    """In its RSA mode the client signs with the public key to compare, which cannot be; its own signer can verify."""

    def check_sign(self, data, sign_key="sign", sign_type=None):
        signer_class, _, public_key = self.get_signer_cls(sign_type)
        signer = signer_class(delimiter=b"&", key=public_key)
        for name, value in data.items():
            if name != sign_key and value:
                signer.add_data(f"{name}={value}")
        if not signer.verify(data.get(sign_key, "")):
            raise AllInPayClientException("SIGNAUTHERR", "签名错误")


class Receiver:
    """A merchant's callback address: keeps the fields of each notice whose signature the client accepts."""

    def __init__(self, client):
        self.seen = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = dict(urllib.parse.parse_qsl(body, strict_parsing=True))
                client.check_sign(fields)
                receiver.seen.append(fields)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"success")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notify"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{WORLD}/{path}", data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error


def refused(call, code, message=None):
    try:
        answer = call()
    except AllInPayClientException as error:
        assert error.errcode == code, (error.errcode, error.errmsg)
        assert message is None or error.errmsg == message, error.errmsg
        return
    raise AssertionError(f"not refused with {code}: {answer}")


def number(name):
    return f"PY{MODE}{name}"


def place(client, receiver, name, paytype, appid):
    return client.unitorder.pay(
        number(name),
        10000,
        paytype,
        acct=OPENIDS[appid],
        sub_appid=appid,
        body="一件商品",
        remark="备注",
        notify_url=receiver.url,
        extendparams=None,
    )


def ordinary(client, receiver):
    placed = place(client, receiver, "ORDER1", "W06", FREE)
    assert json.loads(placed["payinfo"])["appId"] == FREE and "trxcode" not in placed, placed
    again = place(client, receiver, "ORDER1", "W06", FREE)
    assert again["trxid"] == placed["trxid"], again
    refused(lambda: client.unitorder.query(number("ORDER1"), None), "2000")
    paid = control("acts/allinpay.pay", {"reqsn": number("ORDER1")})
    assert paid["happened"][0]["detail"]["outcome"]["answered"] == {"status": 200, "body": "success"}, paid
    notice = receiver.seen.pop()
    assert notice["trxcode"] == "VSP501" and notice["trxreserved"] == "备注", notice
    found = client.unitorder.query(None, placed["trxid"])
    assert (found["trxcode"], found["trxamt"], found["fee"]) == ("VSP501", "10000", "30"), found
    back = client.unitorder.refund(number("R1"), 3000, oldreqsn=number("ORDER1"))
    assert back["trxcode"] == "VSP503", back
    refused(
        lambda: client.unitorder.refund(number("R2"), 7001, oldreqsn=number("ORDER1")),
        "3999",
        "金额错误,当前可退货金额为:70.00",
    )
    refused(lambda: place(client, receiver, "ORDER1", "W06", FREE), "3888")


def payment_code(client, receiver):
    shown = control("acts/buyer.show_payment_code", {"wallet": "alipay"})["result"]
    done = client.unitorder.scanqrpay(number("CODE1"), 500, shown["authcode"])
    assert (done["trxcode"], done["trxstatus"]) == ("VSP511", "0000"), done
    undone = client.unitorder.cancel(number("X1"), 500, oldreqsn=number("CODE1"))
    assert undone["trxcode"] == "VSP512", undone
    assert not receiver.seen, receiver.seen


def controlled(client, receiver):
    # Not migrated: a W06 that becomes pre-consumption by itself.
    placed = place(client, receiver, "ORDER2", "W06", CONTROLLED)
    assert placed["trxcode"] == "VSP681", placed
    refused(
        lambda: place(client, receiver, "ORDER3", "W11", FREE), "3999", f"该应用未进行资金管控{FREE}"
    )
    paid = control("acts/allinpay.pay", {"reqsn": number("ORDER2")})["result"]
    assert receiver.seen.pop()["trxcode"] == "VSP681"
    refused(lambda: client.unitorder.cancel(number("X2"), 10000, oldreqsn=number("ORDER2")), "3999")
    before = client.unitorder.refund(number("R3"), 3000, oldreqsn=number("ORDER2"))
    assert before["trxcode"] == "VSP682", before
    order = {"transaction_id": paid["chnltrxid"]}
    control("acts/merchant.ship", {**order, "logistics_type": 3, "item_desc": "tea"})
    control("acts/buyer.confirm_receipt", order)
    completion = receiver.seen.pop()
    assert (completion["trxcode"], completion["trxamt"], completion["initamt"]) == ("VSP683", "7000", "10000")
    after = client.unitorder.refund(number("R4"), 1000, oldreqsn=number("ORDER2"))
    assert after["trxcode"] == "VSP684", after
    assert client.unitorder.query(number("ORDER2"), None)["trxcode"] == "VSP681"


def wrong_key(client, receiver):
    stranger = AllInPayClient("00000061", "990581007426011", "ffffffffffffffffffffffffffffffff")
    stranger.API_BASE_URL = f"{BASE}/"
    refused(lambda: stranger.unitorder.pay(number("ORDER9"), 1, "A01"), "FAIL", "签名校验失败")


def bill(client, receiver):
    today = control("clock")["now"][:10]
    refused(lambda: client.trxfile.get(today.replace("-", "")), "FAIL", "对账文件未生成")
    control("clock/advance", {"by": "1d"})
    url = client.trxfile.get(today.replace("-", ""))
    with urllib.request.urlopen(url) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    [name] = archive.namelist()
    lines = archive.read(name).decode("gbk").splitlines()
    names = [line.split(",")[4] for line in lines[1:]]
    assert sorted(names) == sorted(
        ["微信支付", "微信支付退款", "支付宝支付", "支付宝支付撤销", "微信订单完成", "微信订单完成退货"]
    ), names


def main():
    # The client logs every refusal at length; the steps look at them themselves.
    logging.disable(logging.CRITICAL)
    keys = control("allinpay/credentials")
    merchant = next(one for one in keys["merchants"] if one["sign_type"] == MODE)
    if MODE == "MD5":
        client = AllInPayClient(merchant["appid"], merchant["cusid"], merchant["md5_key"])
    else:
        client = RsaClient(
            merchant["appid"],
            merchant["cusid"],
            merchant["rsa_private_key"],
            sign_type="rsa",
            public_key=keys["rsa_public_key"],
        )
    client.API_BASE_URL = f"{BASE}/"
    receiver = Receiver(client)
    for step in [ordinary, payment_code, controlled, wrong_key, bill]:
        step(client, receiver)
        print(f"ok {step.__name__}")


main()
