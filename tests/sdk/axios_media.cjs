// npm wechatpay-axios-plugin, unmodified: uploads a picture and a video with its own form (MU-01, MU-06).
'use strict'

const assert = require('node:assert/strict')
const { createHash } = require('node:crypto')
const { Multipart } = require('wechatpay-axios-plugin')
const { main, refused, wxpay } = require('./common.cjs')

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(512, 0xfe)])
const mp4 = Buffer.from('\0\0\0\x20ftypisom')

const meta = (filename, content) => ({ filename, sha256: createHash('sha256').update(content).digest('hex') })
const form = (what, content) => new Multipart()
  .append('meta', JSON.stringify(what), 'meta.json')
  .append('file', content, what.filename)
const steps = {
  async 'a picture, its meta handed over for signing'() {
    const what = meta('licence.png', png)
    const data = form(what, png)
    const { data: { media_id } } = await wxpay.v3.merchant.media.upload
      .post(data.getBuffer(), { meta: what, headers: data.getHeaders() })
    assert.match(media_id, /^V1_/)
  },

  async 'a form signs its own meta'() {
    const data = form(meta('licence.png', png), png)
    const { data: { media_id } } = await wxpay.v3.merchant.media.upload.post(data, { headers: data.getHeaders() })
    assert.match(media_id, /^V1_/)
  },

  async 'a video, and a wrong digest'() {
    const data = form(meta('person.mp4', mp4), mp4)
    const { data: { media_id } } = await wxpay.v3.merchant.media.video_upload
      .post(data.getBuffer(), { meta: data.toJSON(), headers: data.getHeaders() })
    assert.match(media_id, /^V1_/)
    const what = { ...meta('licence.png', png), sha256: '0'.repeat(64) }
    const wrong = form(what, png)
    const error = await refused(400, 'PARAM_ERROR', wxpay.v3.merchant.media.upload
      .post(wrong.getBuffer(), { meta: what, headers: wrong.getHeaders() }))
    assert.equal(error.message, '图片sha256不一致')
  },
}

main(steps)
