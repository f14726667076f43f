"""PyPI wechatpayv3, unmodified, as an ordinary service provider: uploads the papers, submits an encrypted application, polls it
to FINISHED, places an order for the new merchant, and changes its settlement account.

Shows AS-14, AS-16, AS-17, AS-20, AS-32, AS-35, AS-60, AP-63 and AP-64 through a real client.
"""

import copy
import os
import tempfile

from common import APPID, MCHID, MODE, OPENID, answered, control, run

CODE = f"{MCHID}_{MODE[:4]}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def upload(client, name, content, send="image_upload"):
    path = os.path.join(tempfile.mkdtemp(), name)
    with open(path, "wb") as out:
        out.write(content)
    return answered(getattr(client, send)(path), 200)["media_id"]


def form(media):
    return {
        "business_code": CODE,
        "contact_info": {
            "contact_type": "LEGAL",
            "contact_name": "张三",
            "contact_id_number": "110101199003070011",
            "mobile_phone": "13900000000",
            "contact_email": "zhangsan@example.com",
        },
        "subject_info": {
            "subject_type": "SUBJECT_TYPE_INDIVIDUAL",
            "business_license_info": {
                "license_copy": media,
                "license_number": "92440300MA5DTJ8L6X",
                "merchant_name": "张三餐饮店",
                "legal_person": "张三",
            },
            "identity_info": {
                "id_doc_type": "IDENTIFICATION_TYPE_IDCARD",
                "id_card_info": {
                    "id_card_copy": media,
                    "id_card_national": media,
                    "id_card_name": "张三",
                    "id_card_number": "110101199003070011",
                    "card_period_begin": "2016-01-01",
                    "card_period_end": "长期",
                },
            },
        },
        "business_info": {
            "merchant_shortname": "张三餐饮店",
            "service_phone": "0758123456",
            "sales_info": {"sales_scenes_type": ["SALES_SCENES_MP"], "mp_info": {"mp_appid": APPID}},
        },
        "settlement_info": {"settlement_id": "719", "qualification_type": "餐饮"},
        "bank_account_info": {
            "bank_account_type": "BANK_ACCOUNT_TYPE_PERSONAL",
            "account_name": "张三",
            "account_bank": "工商银行",
            "bank_address_code": "110000",
            "account_number": "6222000011112222",
        },
    }


def submit(client, media, status=200, **change):
    # The client encrypts in place.
    return answered(client.applyment_submit(**copy.deepcopy({**form(media), **change})), status)


def state(client):
    return answered(client.applyment_query(business_code=CODE), 200)["applyment_state"].removeprefix("APPLYMENT_STATE_")


def onboarded(client, receiver):
    unknown = answered(client.applyment_query(business_code="NOBODY"), 400)
    assert unknown["message"] == "未能找到申请单", unknown
    refused = submit(client, "V1_nobody-uploaded-this", 400)
    assert refused["message"] == "证书图片内容无效", refused

    media = upload(client, "licence.png", PNG)
    video = upload(client, "person.mp4", b"\0\0\0\x20ftypisom" + bytes(64), "video_upload")
    addition = {"legal_person_video": video}
    number = submit(client, media, addition_info=addition)["applyment_id"]
    # Encrypted anew, the ciphertexts differ; what they say does not.
    assert submit(client, media, addition_info=addition)["applyment_id"] == number
    assert submit(client, media, 400)["code"] == "PROCESSING"
    assert state(client) == "AUDITING"
    control("clock/advance", {"by": "3s"})
    control("acts/reviewer.reject", {"out_request_no": CODE, "param": "id_card_copy", "reason": "身份证照片模糊"})
    rejected = answered(client.applyment_query(applyment_id=number), 200)
    assert rejected["audit_detail"][0]["field_name"] == "身份证人像面照片", rejected
    assert submit(client, media)["applyment_id"] == number
    control("clock/advance", {"by": "3s"})
    control("acts/reviewer.approve", {"out_request_no": CODE})
    assert state(client) == "TO_BE_SIGNED"
    control("acts/signer.sign", {"out_request_no": CODE})
    assert state(client) == "SIGNING"
    control("clock/advance", {"by": "30m"})
    assert state(client) == "FINISHED"

    sub = answered(client.applyment_query(business_code=CODE), 200)["sub_mchid"]
    order = {
        "description": "一件商品",
        "out_trade_no": f"PO{MODE[:4]}NEW1",
        "amount": {"total": 10000, "currency": "CNY"},
        "payer": {"sp_openid": OPENID},
        "notify_url": receiver.url,
        "sub_mchid": sub,
    }
    answered(client.pay(**order), 200)
    control("acts/buyer.pay", {"out_trade_no": order["out_trade_no"]})
    assert receiver.seen.pop()["event_type"] == "TRANSACTION.SUCCESS"
    settled(client, sub)


def settled(client, sub):
    old = answered(client.applyment_settlement_query(sub), 200)
    assert old["account_number"] == "62************22" and "verify_result" not in old, old
    asked = answered(
        client.applyment_settlement_modify(
            sub_mchid=sub,
            account_type="ACCOUNT_TYPE_PRIVATE",
            account_bank="建设银行",
            bank_address_code="110000",
            account_number="43674212345678903",
        ),
        200,
    )["application_no"]
    # The card that had its 0.01 yuan stays in force until the bank has taken the other one.
    assert answered(client.applyment_settlement_query(sub), 200) == old
    control("acts/bank.verify_card", {"mchid": sub})
    # The client has a method for this query and forgets to export it.
    done = answered(client._core.request(f"/v3/apply4sub/sub_merchants/{sub}/application/{asked}"), 200)
    assert done["verify_result"] == "AUDIT_SUCCESS", done
    new = answered(client.applyment_settlement_query(sub), 200)
    assert new["account_number"] == "43*************03" and new["verify_result"] == "VERIFY_SUCCESS", new


run([onboarded])
