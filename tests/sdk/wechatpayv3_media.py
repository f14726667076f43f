"""PyPI wechatpayv3, unmodified: uploads a picture and a video. Its Content-Type names no boundary (MU-01, MU-06)."""

import os
import tempfile

from common import answered, run

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def file(name, content):
    path = os.path.join(tempfile.mkdtemp(), name)
    with open(path, "wb") as out:
        out.write(content)
    return path


def picture(client, _):
    for name in ["licence.png", "身份证.png"]:
        media = answered(client.image_upload(file(name, PNG)), 200)
        assert media["media_id"].startswith("V1_"), media
    named = answered(client.image_upload(file("plain.png", PNG), filename="other name.png"), 200)
    assert named["media_id"], named
    refused = answered(client.image_upload(file("text.png", b"I am a text")), 400)
    assert refused["message"] == "未知图片类型", refused


def large_picture(client, _):
    assert answered(client.image_upload(file("large.png", PNG[:8] + os.urandom(5 * 1024 * 1024 - 8))), 200)
    assert answered(client.image_upload(file("larger.png", PNG[:8] + bytes(6 * 1024 * 1024))), 400)


def video(client, _):
    media = answered(client.video_upload(file("person.mp4", b"\0\0\0\x20ftypisom" + bytes(64))), 200)
    assert media["media_id"].startswith("V1_"), media


run([picture, large_picture, video])
