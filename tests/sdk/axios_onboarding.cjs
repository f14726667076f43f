// npm wechatpay-axios-plugin, unmodified, brings a micro merchant into an e-commerce platform: papers uploaded, application
// encrypted, polled to FINISH, signed on the page it was given, and the first order placed and paid.
//
// Shows AP-07, AP-16, AP-42, AP-47, MU-01, MU-05 and CE-04 through a real client.
'use strict'

const assert = require('node:assert/strict')
const { createHash } = require('node:crypto')
const { Multipart, Rsa } = require('wechatpay-axios-plugin')
const { appid, control, main, mchid, openid, platformKey, receiver, refused, seen, serial, wxpay } = require('./common.cjs')

const { MODE } = process.env
const out_request_no = `JO${MODE}`
const sealed = { headers: { 'Wechatpay-Serial': serial } }
const secret = (text) => Rsa.encrypt(text, platformKey)

const upload = async (filename) => {
  const content = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(filename)])
  const meta = { filename, sha256: createHash('sha256').update(content).digest('hex') }
  const data = new Multipart().append('meta', JSON.stringify(meta), 'meta.json').append('file', content, filename)
  return (await wxpay.v3.merchant.media.upload.post(data.getBuffer(), { meta, headers: data.getHeaders() })).data.media_id
}

const form = async (papers) => ({
  out_request_no,
  organization_type: '2401',
  id_card_info: {
    id_card_copy: papers[0],
    id_card_national: papers[1],
    id_card_name: secret('张三'),
    id_card_number: secret('110101199003070011'),
    id_card_valid_time_begin: '2016-01-01',
    id_card_valid_time: '长期',
  },
  account_info: {
    bank_account_type: '75', account_bank: '工商银行', account_name: secret('张三'),
    bank_address_code: '110100', account_number: secret('6222000011112222'),
  },
  contact_info: {
    contact_type: '65', contact_name: secret('张三'), contact_id_card_number: secret('110101199003070011'),
    mobile_phone: secret('13900000000'), contact_email: secret('zhangsan@example.com'),
  },
  sales_scene_info: { store_name: '张三小铺', store_url: 'https://shop.example.com/1' },
  merchant_shortname: '张三小铺',
})

const query = async () => (await wxpay.chain('v3/ecommerce/applyments/out-request-no/{out_request_no}')
  .get({ out_request_no })).data

const steps = {
  async 'submitted with uploaded papers, and refused with papers that nobody uploaded'() {
    // The path ends in a slash, as the real one does: the chain keeps what it is given.
    const submit = (body) => wxpay.chain('v3/ecommerce/applyments/').post(body, sealed)
    await refused(400, 'PARAM_ERROR', submit(await form(['V1_nobody', 'V1_nobody'])))
    const papers = [await upload('front.png'), await upload('back.png')]
    const { data } = await submit(await form(papers))
    assert.equal(data.out_request_no, out_request_no)
    assert.equal((await query()).applyment_state, 'CHECKING')
  },

  async 'audited in working days, signed on the page, finished'() {
    await control('clock/advance', { by: '3s' })
    assert.deepEqual([(await query()).applyment_state, (await query()).sign_state], ['AUDITING', 'UNSIGNED'])
    await control('clock/advance', { by: '7d' })
    const waiting = await query()
    assert.equal(waiting.applyment_state, 'NEED_SIGN')
    const page = await (await fetch(waiting.sign_url)).text()
    assert.match(page, /微信支付服务协议（平台二级商户）/)
    await control('acts/signer.sign', { out_request_no })
    const done = await query()
    assert.deepEqual([done.applyment_state, done.sign_state], ['FINISH', 'SIGNED'])
  },

  async 'its first order is paid'() {
    const { sub_mchid } = await query()
    await wxpay.v3.pay.partner.transactions.jsapi.post({
      sp_appid: appid, sp_mchid: mchid, sub_mchid, description: '第一单', out_trade_no: `${out_request_no}_1`,
      notify_url: receiver.url, amount: { total: 100 }, payer: { sp_openid: openid },
    })
    await control('acts/buyer.pay', { out_trade_no: `${out_request_no}_1` })
    assert.equal(seen.shift().plain.sub_mchid, sub_mchid)
  },
}

main(steps)
