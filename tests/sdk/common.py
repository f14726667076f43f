"""What the drivers of PyPI wechatpayv3 share: the client, a callback address that verifies and decrypts, the control API,
and the loop over the steps."""

import json
import os
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wechatpayv3 import WeChatPay, WeChatPayType

ENV = os.environ
BASE, KEYS, MODE = ENV["SANDBOX"], ENV["KEYS"], ENV["MODE"]
MCHID, APPID, OPENID = ENV["WXPAY_MCHID"], ENV["WXPAY_APPID"], ENV["WXPAY_OPENID"]
SUBS = [ENV["WXPAY_SUB_MCHID_1"], ENV["WXPAY_SUB_MCHID_2"]]


def text(name):
    with open(os.path.join(KEYS, name), encoding="utf-8") as file:
        return file.read()


class Receiver:
    """A merchant's callback address: keeps what the client makes of each callback."""

    def __init__(self):
        self.client = None
        self.seen = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                notice = receiver.client.callback(self.headers, body)
                receiver.seen.append(notice)
                self.send_response(204 if notice else 500)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notify"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def control(path, body):
    request = urllib.request.Request(
        f"{BASE}/_sandbox/worlds/default/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error


def make_client():
    common = {
        "wechatpay_type": WeChatPayType.JSAPI,
        "mchid": MCHID,
        "private_key": text("apiclient_key.pem"),
        "cert_serial_no": ENV["WXPAY_SERIAL"],
        "apiv3_key": ENV["WXPAY_APIV3_KEY"],
        "appid": APPID,
        "partner_mode": True,
    }
    if MODE == "certificate":
        client = WeChatPay(**common, cert_dir=os.path.join(KEYS, "certificates"))
    else:
        client = WeChatPay(**common, public_key=text("pub_key.pem"), public_key_id=ENV["WXPAY_PUBLIC_KEY_ID"])
    # The client's host is compiled in; this attribute is the way in that needs no door of its own.
    client._core._gate_way = BASE
    return client


def answered(pair, status):
    code, message = pair
    assert code == status, f"expected {status}, got {code}: {message}"
    return json.loads(message) if message else None


def run(steps):
    receiver = Receiver()
    client = receiver.client = make_client()
    for step in steps:
        step(client, receiver)
        print(f"ok {step.__name__}")
