"""PyPI wechatpy, unmodified: takes a token and a new one when that expires, logs a buyer in, ships orders, reads lists,
raises errcodes, and makes out what is pushed.

Shows SH-02, SH-03, SH-08, SH-17, SH-26, SH-32, SH-33, SH-59, SH-61, SH-63, SH-64, SH-67, SH-92, OI-01 through a real client.
"""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import requests
import xmltodict
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import APILimitedException, WeChatClientException
from wechatpy.utils import check_signature

from common import APPID, BASE, OPENID, SUBS, answered, control, make_client

REAL = "https://api.weixin.qq.com"
SECRET = "sdk00mini00program00secret000110"
TOKEN, AES_KEY = "sdktoken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Towards(requests.adapters.HTTPAdapter):
    """Carries what is meant for the real host to the sandbox, as a name server would; the client knows nothing of it."""

    def __init__(self):
        super().__init__()
        self.tokens = []

    def send(self, request, **kwargs):
        self.tokens.extend(parse_qs(urlsplit(request.url).query).get("access_token", []))
        request.url = request.url.replace(REAL, BASE, 1)
        request.headers["Host"] = urlsplit(REAL).netloc
        return super().send(request, **kwargs)


class Pushed:
    """A mini program's server: answers the check of its address, and makes out what is pushed with the client's own means."""

    def __init__(self):
        self.seen = []
        pushed = self

        class Handler(BaseHTTPRequestHandler):
            def query(self):
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
                return query

            def answer(self, body):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self):
                self.answer(self.query()["echostr"])

            def do_POST(self):
                query = self.query()
                body = self.rfile.read(int(self.headers["Content-Length"]))
                crypto = WeChatCrypto(TOKEN, AES_KEY, APPID)
                xml = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
                pushed.seen.append(xmltodict.parse(xml)["xml"])
                self.answer("success")

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/message"
        threading.Thread(target=server.serve_forever, daemon=True).start()


def paid(number):
    order = {
        "description": "茶叶",
        "out_trade_no": number,
        "amount": {"total": 100, "currency": "CNY"},
        "payer": {"sp_openid": OPENID},
        "notify_url": f"{BASE}/nowhere",
        "sub_mchid": SUBS[0],
    }
    answered(make_client().pay(**order), 200)
    done = control("acts/buyer.pay?drain=false", {"out_trade_no": number})
    return done["result"]["orders"][0]["transaction_id"]


def call(client, name, body):
    return client.post(f"{REAL}/wxa/sec/order/{name}", data=body)


def parcel(number):
    return {
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [{"tracking_no": number, "express_company": "ZTO", "item_desc": "茶叶一盒"}],
        "upload_time": time.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
        "payer": {"openid": OPENID},
    }


def refused(errcode, run):
    try:
        answer = run()
    except WeChatClientException as error:
        assert error.errcode == errcode, (errcode, error.errcode, error.errmsg)
        assert " rid: " in error.errmsg, error.errmsg
        return error
    raise AssertionError(f"expected {errcode}, got {answer}")


def tokens(client, towards, _pushed):
    first = client.access_token
    assert 100 < len(first) < 512, first
    assert call(client, "is_trade_managed", {"appid": APPID})["is_trade_managed"] is True
    assert towards.tokens == [first], "the token that was taken is the one that is sent"
    control("acts/platform.expire_access_token", {"appid": APPID})
    # The client meets 42001, takes a new token and asks again by itself.
    assert call(client, "is_trade_managed", {"appid": APPID})["errcode"] == 0
    assert client.access_token != first and towards.tokens[-1] == client.access_token
    wrong = WeChatClient(APPID, "wrong")
    wrong._http.mount(REAL, Towards())
    refused(40125, wrong.fetch_access_token)


def login(client, _towards, _pushed):
    code = control("acts/buyer.login", {"appid": APPID})["result"]["code"]
    session = client.wxa.code_to_session(code)
    assert session["openid"] == OPENID, session
    refused(40163, lambda: client.wxa.code_to_session(code))


def shipping(client, _towards, _pushed):
    transaction_id = paid("PYSHIP1")
    key = {"order_number_type": 2, "transaction_id": transaction_id}
    assert call(client, "get_order", {"transaction_id": transaction_id})["order"]["order_state"] == 1
    refused(10060031, lambda: call(client, "upload_shipping_info", {"order_key": key, **parcel("Z1"), "payer": {"openid": "oNobody"}}))
    assert call(client, "upload_shipping_info", {"order_key": key, **parcel("Z1")})["errcode"] == 0
    order = call(client, "get_order", {"merchant_id": SUBS[0], "merchant_trade_no": "PYSHIP1"})["order"]
    assert order["transaction_id"] == transaction_id and order["order_state"] == 2, order
    assert order["description"] == "茶叶一盒" and order["openid"] == OPENID, order
    refused(10060023, lambda: call(client, "upload_shipping_info", {"order_key": key, **parcel("Z1")}))
    listed = call(client, "get_order_list", {"order_state": 2, "openid": OPENID})
    assert [one["transaction_id"] for one in listed["order_list"]] == [transaction_id], listed
    assert listed["has_more"] is False
    refused(10060011, lambda: call(client, "get_order_list", {"last_index": "ff"}))
    refused(10060029, lambda: call(client, "notify_confirm_receive", {"transaction_id": transaction_id, "received_time": 1}))
    refused(10060001, lambda: call(client, "get_order", {"transaction_id": "nowhere"}))


def back_office(client, _towards, _pushed):
    transaction_id = paid("PYHAND1")
    control("acts/merchant.ship", {"transaction_id": transaction_id, "logistics_type": 4, "item_desc": "茶"})
    order = call(client, "get_order", {"transaction_id": transaction_id})["order"]
    assert order["order_state"] == 2 and order["shipping"]["logistics_type"] == 4, order


def limits(client, _towards, _pushed):
    control("acts/fault.next_errcode", {"appid": APPID, "errcode": "45009"})
    try:
        call(client, "get_order_list", {})
    except APILimitedException as error:
        assert error.errcode == 45009, error
    else:
        raise AssertionError("an armed errcode did not strike")


def messages(client, _towards, pushed):
    settings = {"url": pushed.url, "token": TOKEN, "encoding_aes_key": AES_KEY, "mode": "secure", "format": "xml"}
    control("acts/merchant.set_push", {"appid": APPID, **settings})
    transaction_id = paid("PYPUSH1")
    key = {"order_number_type": 2, "transaction_id": transaction_id}
    call(client, "upload_shipping_info", {"order_key": key, **parcel("Z2")})
    control("clock/advance", {"by": "10d"})
    told = [one for one in pushed.seen if one.get("transaction_id") == transaction_id]
    assert [one["Event"] for one in told] == ["trade_manage_order_settlement"] * 2, told
    shipped, settled = told
    assert "estimated_settlement_time" in shipped and "settlement_time" not in shipped, shipped
    assert settled["confirm_receive_method"] == "1" and "settlement_time" in settled, settled


if __name__ == "__main__":
    client, towards, pushed = WeChatClient(APPID, SECRET), Towards(), Pushed()
    client._http.mount(REAL, towards)
    for step in [tokens, login, shipping, back_office, limits, messages]:
        step(client, towards, pushed)
        print(f"ok {step.__name__}")
